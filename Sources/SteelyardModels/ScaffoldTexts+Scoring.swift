extension ScaffoldTexts {
  /// A cost index with the defaults of the methods sheet.
  static let scoring = """
    # --- Which settlements
    claims:
      care-types:                         # taken where any of these fits
        codes: ["14", "9929", "991702", "992102"]
        prefixes: ["14"]                  # 14 with six digits: 140104, 140201 ...
        words: [规定病种, 慢特, 门慢, 门特, 特殊病]
      diseases: all                       # or a list of disease codes
      cost: total                         # total, eligible, fund
    heads:
      rule: distinct-in-period            # or first-in-year

    # --- Who is compared with whom
    peers: [class]                        # class, kind, level, district
    strata:                               # beside the disease
      factors: [age-band, sex, scheme]    # and attached
      age-bands: [0, 18, 45, 60, 70, 80]  # the lowest age of each band
      minimum-heads: 30                   # fewer: the stratum gives up factors ...
      ladder: [scheme, sex, age-band]     # ... in this order
    reference: pooled                     # or leave-one-out

    # --- How money is judged
    truncation:
      per-mille: 995                      # or amount-yuan: 50000.00, or truncation: none
    variance: var.pooled                  # or var.gamma, var.sandwich
    over-dispersion:
      method: od.log.huber                # or od.log.add.w10 (or t10), od.sqrt.add.w10, od.log.dl, od.log.reml ...
      centre: fitted                      # or zero
      own-fit-minimum: 75                 # smaller peer groups share one fit
    funnel:
      levels: [0.95, 0.998]               # of the limits; excess_over_limit goes by the first
    shrinkage:
      between: same                       # or another estimate of the variance between institutions
    multiplicity:
      method: fdr.bh                      # or fdr.by, fdr.storey.l50, fwer.holm
      sides: upper                        # or two: also the cheap
    ranks:
      top: auto                           # or a number
      draws: 2000
      seed: 20250701

    # --- Beside cost: profile.csv
    profile:
      scale: qn                           # or sn, mad
      coverage: 0.75                      # of the institutions; 0.5 stands the most outliers
      convention: current                 # or kept-share, as before robustbase 0.99
      cutoff: adaptive                    # or chi-squared: the 97.5 % point, or empirical: where their own tail grows heavy
      counterfactual: scd                 # or moe: towards what the other features make one expect
      count-interval: poisson.exact10byar # or poisson.exact, poisson.byar
      count-shrinkage: eb.gammapoisson.ml # or eb.gammapoisson.marshall
      random-starts: 500
      seed: 20250701

    # --- Card bursts: the same persons on the same days, again and again
    card-bursts:
      minimum-persons: 3
      minimum-days: 3
      maximum-chance: 0.000001            # below this bound on chance, over all groups of an institution

    # --- Early warning: steelyard warn
    early-warning:
      method: racusum.gaussian            # or ewma, cusum.classical
      shift: 0.2                          # of ln(index): 22 % dearer; for racusum.gaussian
      allowance: 0.5                      # for cusum.classical
      smoothing: 0.2                      # for ewma
      alarms-per-month: auto              # false ones; auto: one for a hundred institutions
      minimum-heads: 10
      baseline-months: 6                  # a month is judged once this many lie before it
      draws: 400
      seed: 20250701

    # --- What is advised
    watch:
      probability: 0.9                    # P(index > ...
      index: 1.0                          # ... this)
    interview-gates:                      # all must pass
      minimum-index: 1.0                  # of the conservative score index_eb05
      false-discovery-rate: 0.05
      minimum-excess-yuan: 10000
      minimum-reliability: 0.5
      minimum-heads: 30
      persistent-periods: 2               # with run --history: it must stand out in 2 ...
      persistent-of: 3                    # ... of the latest 3 periods, this one included

    """
}
