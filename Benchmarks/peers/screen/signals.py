"""The four signals of the screen and the screen itself: an independent twin of the program's.

Each signal is a log ratio y of observed to expected for the same patients, with a standard error s of its own; peers'
over-dispersion is fitted as for the cost index (od.log.huber) and z = (y - mu) / sqrt(s^2 + tau^2). The screen is the
largest z, and the signal it belongs to is named.
"""

import numpy as np
import pandas as pd
from scipy.stats import norm

SIGNALS = ["visits", "price", "drugs", "crowding"]
MINIMUM_HEADS = 30  # of an institution, and of a stratum with a reference of its own
OWN_FIT = 75  # a smaller peer group shares one fit
OTHERS = 20  # with fewer others in the peer group, dates are laid out as in the whole run
PRICE_FLOOR = 100  # fen a visit: less is a correction, no price
LIMIT = 1.281552
MEAN_SQUARE = 2 * norm.cdf(LIMIT) - 1 - 2 * LIMIT * norm.pdf(LIMIT) + 2 * LIMIT**2 * norm.sf(LIMIT)


def strata(heads, factors, ladder):
    """The stratum of each head: sparse cells give up one factor after another and merge with one another only."""
    stratum = pd.Series(-1, index=heads.index)
    rest = heads
    kept = list(factors)
    for dropped in [None, *ladder]:
        if dropped is not None:
            kept.remove(dropped)
        code = rest.groupby(["group", "disease", *kept], sort=True).ngroup()
        stays = code.map(code.value_counts()) >= MINIMUM_HEADS
        if dropped == ladder[-1]:
            stays[:] = True
        stratum[code.index[stays]] = code[stays] + stratum.max() + 1
        rest = rest[~stays]
    return stratum


def elsewhere(heads, months):
    """Visits of the same person for the same disease at other institutions: 0 none, 1 some, 2 one a month or more."""
    others = heads.groupby(["person", "disease"]).visits.transform("sum") - heads.visits
    return (others > 0).astype(int) + (others >= max(months, 1)).astype(int) * (others > 0)


def by_person(heads, **columns):
    """Sums over the diseases of a person at an institution."""
    frame = pd.DataFrame({"inst": heads.inst, "person": heads.person, "group": heads.group, **columns})
    return frame.groupby(["inst", "person", "group"], sort=True).sum().reset_index()


def visits_signal(heads, months):
    """ln(visits / expected visits); variance phi * expected, phi from persons of the peer group."""
    heads = heads.assign(elsewhere=elsewhere(heads, months))
    stratum = strata(
        heads, ["age", "sex", "scheme", "elsewhere"], ["scheme", "sex", "age", "elsewhere"])
    expected = heads.visits.groupby(stratum).transform("mean")
    person = by_person(heads, o=heads.visits.astype(float), e=expected)
    square = (person.o - person.e) ** 2
    phi = square.groupby(person.group).sum() / person.e.groupby(person.group).sum()
    sums = person.groupby("inst")[["o", "e"]].sum()
    y = np.log(sums.o / sums.e)
    s = np.sqrt(person.groupby("inst").group.first().map(phi) / sums.e)
    return y, s


def price_signal(heads):
    """Mean over heads of ln(cost a visit) less its stratum's mean; variance from persons of the peer group."""
    heads = heads[heads.cost >= PRICE_FLOOR * heads.visits]
    stratum = strata(heads, ["age", "sex", "scheme"], ["scheme", "sex", "age"])
    log_price = np.log(heads.cost / heads.visits)
    residual = log_price - log_price.groupby(stratum).transform("mean")
    person = by_person(heads, r=residual, w=np.ones(len(heads)))
    square = person.w**2
    variance = (person.r**2).groupby(person.group).sum() / square.groupby(person.group).sum()
    sums = person.groupby("inst")[["r", "w"]].sum()
    scale = np.sqrt(square.groupby(person.inst).sum() * person.groupby("inst").group.first().map(variance))
    return sums.r / sums.w, scale / sums.w


def drugs_signal(heads):
    """Logit of the drug share less the logit of the share expected for the same diseases, half a head added."""
    heads = heads[heads.cost > 0]
    cost = heads.cost.astype(float)
    drug = np.clip(heads.drug, 0, heads.cost).astype(float)
    keys = [heads.group, heads.disease]
    expected = cost * drug.groupby(keys).transform("sum") / cost.groupby(keys).transform("sum")
    person = by_person(heads, o=drug, e=expected, c=cost, n=np.ones(len(heads)))
    square = person.c**2
    gap = (person.o - person.e) ** 2
    phi = gap.groupby(person.group).sum() / square.groupby(person.group).sum()
    sums = person.groupby("inst")[["o", "e", "c", "n"]].sum()
    half = sums.c / sums.n / 2
    observed, share = ((sums[k] + half) / (sums.c + 2 * half) for k in ("o", "e"))
    y = np.log(observed / (1 - observed)) - np.log(share / (1 - share))
    scale = np.sqrt(square.groupby(person.inst).sum() * person.groupby("inst").group.first().map(phi))
    return y, scale / (sums.c + 2 * half) / (share * (1 - share))


def crowding_signal(ledger):
    """ln of the dispersion of daily heads about what weekdays and the others' dates lead one to expect."""
    names, group = ledger.names, ledger.groups
    daily = np.zeros((len(names), ledger.days))
    np.add.at(daily, (ledger.visits.inst.to_numpy(), ledger.visits.day.to_numpy() - ledger.first_day), 1)
    weekday = (np.arange(ledger.first_day, ledger.first_day + ledger.days) + 3) % 7
    y, s = np.full(len(names), np.nan), np.full(len(names), np.nan)
    for j in range(len(names)):
        peers = group == group[j]
        others = daily[peers if peers.sum() > OTHERS else slice(None)].sum(axis=0) - daily[j]
        expected, free = np.zeros(ledger.days), 0
        for w in range(7):
            dates = (weekday == w) & (others > 0)
            if daily[j, dates].sum() > 0:
                expected[dates] = daily[j, dates].sum() * others[dates] / others[dates].sum()
                free += dates.sum() - 1
        counted = expected > 0
        chi = ((daily[j] - expected)[counted] ** 2 / expected[counted]).sum()
        if free > 0 and chi > 0:
            # What the others lead one to expect is itself a count, and as uncertain.
            y[j] = np.log(chi / free / (1 + daily[j].sum() / others.sum()))
            s[j] = np.sqrt(2 / free)
    return pd.Series(y), pd.Series(s)


def huber_centre(y, variance):
    deviation = np.sqrt(variance)
    low, high = y.min(), y.max()
    for _ in range(200):
        middle = low + (high - low) / 2
        if not low < middle < high:
            break
        if (np.clip((y - middle) / deviation, -LIMIT, LIMIT) / deviation).sum() > 0:
            low = middle
        else:
            high = middle
    return low + (high - low) / 2


def fit_spread(y, s):
    """od.log.huber: the centre and the variance between units."""
    def mean_square(tau2):
        centre = huber_centre(y, s**2 + tau2)
        return np.minimum((y - centre) ** 2 / (s**2 + tau2), LIMIT**2).mean(), centre

    if len(y) < 2:
        return (y[0] if len(y) else 0.0), 0.0
    at_zero, centre = mean_square(0.0)
    if at_zero <= MEAN_SQUARE:
        return centre, 0.0
    low, high = 0.0, (y.max() - y.min()) ** 2 / MEAN_SQUARE
    for _ in range(200):
        middle = low + (high - low) / 2
        if not low < middle < high:
            break
        if mean_square(middle)[0] > MEAN_SQUARE:
            low = middle
        else:
            high = middle
    return mean_square(high)[1], high


def standardize(y, s, group, eligible):
    """z of the eligible: one fit a peer group of OWN_FIT units or more, one for all smaller ones together."""
    usable = eligible & y.notna() & s.gt(0)
    units = group[usable].value_counts()
    fit = group.map(lambda name: name if units.get(name, 0) >= OWN_FIT else "small-groups")
    z = pd.Series(np.nan, index=y.index)
    for name in sorted(set(fit[usable])):
        members = usable & (fit == name)
        centre, tau2 = fit_spread(y[members].to_numpy(), s[members].to_numpy())
        z[members] = (y[members] - centre) / np.sqrt(s[members] ** 2 + tau2)
    return z


def screen_table(ledger):
    """Every signal's y, s and z by institution, the screen and the signal that dominates it."""
    heads = ledger.heads
    table = pd.DataFrame({"peer_group": ledger.groups})
    table["heads"] = heads.groupby("inst").person.nunique().reindex(table.index).fillna(0)
    table["visits"] = ledger.visits.groupby("inst").size().reindex(table.index).fillna(0)
    eligible = table.heads >= MINIMUM_HEADS
    measured = {
        "visits": visits_signal(heads, ledger.months), "price": price_signal(heads), "drugs": drugs_signal(heads),
        "crowding": crowding_signal(ledger)}
    for name, (y, s) in measured.items():
        table[f"{name}_log"], table[f"{name}_se"] = y.reindex(table.index), s.reindex(table.index)
        table[f"{name}_z"] = standardize(table[f"{name}_log"], table[f"{name}_se"], table.peer_group, eligible)
    z = table[[f"{name}_z" for name in SIGNALS]]
    table["screen"] = z.max(axis=1).where(eligible)
    largest = np.array(SIGNALS)[z.fillna(-np.inf).to_numpy().argmax(axis=1)]
    table["screen_signal"] = np.where(table.screen > 0, largest, "")
    return table.set_index(ledger.names.rename("institution_id"))
