"""Makes distributions_mpmath.json: special functions and distributions to 20 digits.

Needs mpmath (made with 1.4.1): python3 distributions_mpmath.py > distributions_mpmath.json
Arguments are doubles; every value is worked out from their exact binary values with at least 60 digits.
It takes some minutes.
"""
import json
from mpmath import erfc, exp, findroot, log, loggamma, mp, mpf, pi, psi, sqrt

mp.dps = 60
SMALLEST = mpf("1e-300")


def text(value):
    return float(mp.nstr(value, 20))


def normal_tail(x):
    return erfc(mpf(x) / sqrt(2)) / 2


def lower_gamma(a, x):
    """P(a, x) by its series of positive terms."""
    a, x = mpf(a), mpf(x)
    term = total = mpf(1)
    n = a
    while term > total * mpf(10) ** -(mp.dps + 5):
        n += 1
        term *= x / n
        total += term
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def gamma_pair(a, x):
    """P and Q = 1 − P, with as many more digits as the difference loses."""
    with mp.workdps(400):
        lower = lower_gamma(a, x)
        return lower, 1 - lower


def mean_power(a, z):
    """A point about z standard deviations from the mean: Wilson and Hilferty's cube."""
    root = 1 - 1 / (9 * a) + z / (3 * a ** 0.5)
    return a * root ** 3 if root > 0 else None


def functions():
    arguments = [1e-8, 0.003, 0.2, 0.5, 0.999, 1.0001, 1.4616, 1.9999, 2.5, 7.25, 9.99, 10, 31.4, 1e3, 1.5e5, 1e9]
    rows = [[x, text(loggamma(mpf(x))), text(loggamma(1 + mpf(x))), text(psi(0, mpf(x))), text(psi(1, mpf(x)))]
            for x in arguments]
    rises = [[x, r, text(loggamma(mpf(x) + mpf(r)) - loggamma(mpf(x)))]
             for x in (1e-6, 0.3, 5, 12.5, 4e3, 1e8) for r in (1e-9, 0.02, 1, 7, 350, 2e6)]
    return rows, rises


def normal():
    points = [0, 1e-8, 0.1, 0.674489750196, 1, 1.96, 2.5, 3.1, 5, 7.77, 9.5, 14.2, 20, 26.5, 31, 35.3, 37]
    tails = [[x, text(exp(-mpf(x) ** 2 / 2) / sqrt(2 * pi)), text(1 - normal_tail(x)), text(normal_tail(x))]
             for x in points + [-x for x in points]]
    quantiles = []
    for p in [1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-6, 1e-3, 0.01, 0.025, 0.075, 0.1, 0.3, 0.49, 0.4999999,
              0.500001, 0.6, 0.9, 0.975, 0.998, 0.999999, 1 - 1e-10]:
        target = log(mpf(p)) if p < 0.5 else log1m(p)
        sign = -1 if p < 0.5 else 1
        start = sqrt(max(mpf("0.01"), -2 * target - log(-4 * pi * target) if target < -3 else mpf("0.2")))
        root = findroot(lambda x: log(normal_tail(x)) - target, start)
        quantiles.append([p, text(sign * root)])
    return tails, quantiles


def log1m(p):
    return log(1 - mpf(p))


SHAPES = [1e-6, 1e-3, 0.05, 0.3, 0.5, 0.97, 1, 1.5, 3, 9.99, 10, 25.5, 99.5, 100.5, 1000, 12345.6, 5e5]
DISTANCES = [-36, -25, -15, -8, -4, -2, -1, -0.3, -0.001, 0.001, 0.3, 1, 2, 4, 8, 15, 25, 36]


def gamma():
    rows = []
    for a in SHAPES + [3e6]:
        near = DISTANCES if a < 1e6 else [-30, -3, 0.5, 10, 30]
        points = [mean_power(a, z) for z in near]
        if a < 50:
            points += [1e-200, 1e-20, 1e-5, 0.01, 0.5, 1, 1.2, 3, 20, 150, 600]
        for x in sorted(x for x in points if x):
            lower, upper = gamma_pair(a, x)
            if min(lower, upper) > SMALLEST:
                rows.append([a, x, text(lower), text(upper)])
    quantiles = []
    for a in SHAPES[2::2]:
        for p in [1e-250, 1e-10, 1e-4, 0.025, 0.5, 0.7, 0.975, 1 - 1e-10]:
            x = gamma_root(a, mpf(p), True)
            if x > SMALLEST:
                quantiles.append([a, p, text(x)])
    uppers = [[a, q, text(gamma_root(a, mpf(q), False))] for a in SHAPES[2::2] for q in [1e-250, 1e-10, 0.001]]
    return rows, quantiles, uppers


def gamma_root(a, p, rising):
    reach = -float(log(p))
    start = (mean_power(a, -(2 * reach) ** 0.5) or a) if rising else a + (2 * a * reach) ** 0.5 + reach
    with mp.workdps(60 if reach < 30 else 420):
        a = mpf(a)
        return newton(lambda x: lower_gamma(a, x) if rising else 1 - lower_gamma(a, x),
                      lambda x: exp((a - 1) * log(x) - x - loggamma(a)), p, rising, mpf(start))


def newton(tail, density, p, rising, start, down=mpf(10) ** 9, up=mpf(10) ** 9):
    """Newton's method on ln(tail) against ln(x), where a gamma number's tails are concave, so that it cannot run away."""
    x = start
    for _ in range(400):
        value = tail(x)
        step = log(value / p) / (x * density(x) / value)
        step = max(-down, -step) if rising else min(step, mpf("0.5"))
        step = min(step, up)
        x *= exp(step)
        if abs(step) < mpf("1e-24"):
            return x
    raise ValueError("no root")


def poisson():
    rows = []
    for mean in [1e-5, 0.3, 1, 4.2, 9.5, 37, 250.25, 1e4, 1e6]:
        counts = {0, 1, 2, 5, 30, 60} if mean < 100 else set()
        counts |= {max(0, round(mean + z * mean ** 0.5)) for z in (-30, -12, -5, -2, -0.5, 0, 0.5, 2, 5, 12, 30)}
        for k in sorted(counts):
            above, to = gamma_pair(k + 1, mean)
            if min(above, to) > SMALLEST:
                mass = exp(k * log(mpf(mean)) - mean - loggamma(k + 1))
                rows.append([k, mean, text(mass), text(to), text(above)])
    return rows


def lower_beta(x, a, b):
    """I_x(a, b) by its series of positive terms."""
    term = total = mpf(1)
    n = mpf(0)
    while term > total * mpf(10) ** -(mp.dps + 5):
        term *= (a + b + n) / (a + 1 + n) * x
        n += 1
        total += term
    return exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a + 1) - loggamma(b)) * total


def beta_pair(x, a, b):
    with mp.workdps(400):
        x, a, b = mpf(x), mpf(a), mpf(b)
        if x < mpf("0.5"):
            lower = lower_beta(x, a, b)
            return lower, 1 - lower
        upper = lower_beta(1 - x, b, a)
        return 1 - upper, upper


def beta():
    rows = []
    for a, b in [(1e-6, 1), (1e-4, 30), (0.02, 0.03), (0.5, 0.5), (0.7, 4), (1, 1), (1.5, 90), (3, 2.5), (12, 9.5),
                 (40, 300), (150.5, 110), (1e3, 3.5), (2e4, 350), (1e5, 2e5)]:
        mean, sd = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
        points = {0.001, 0.1, 0.4, 0.7, 0.95} if a + b < 400 else set()
        points |= {mean + z * sd for z in (-25, -10, -4, -1, -0.1, 0.1, 1, 4, 10, 25)}
        for x in sorted(x for x in points if 0 < x < 1):
            lower, upper = beta_pair(x, a, b)
            if min(lower, upper) > SMALLEST:
                rows.append([a, b, x, text(lower), text(upper)])
    return rows


def negative_binomial():
    rows = []
    for size, mean in [(1e-6, 1), (0.01, 0.5), (0.3, 40), (0.8, 1e3), (1, 5), (2.5, 0.01), (6.9, 500), (50, 50),
                       (200, 5e3), (1e4, 2e4), (1e9, 30)]:
        sd = (mean + mean * mean / size) ** 0.5
        counts = {0, 1, 3, 12} | {max(0, round(mean + z * sd)) for z in (-8, -4, -2, -0.7, 0, 0.7, 2, 4, 8, 20)}
        for k in sorted(k for k in counts if k < 2e5):
            with mp.workdps(400):
                p = mpf(size) / (mpf(size) + mpf(mean))
                to, above = beta_pair(p, mpf(size), mpf(k + 1))
                mass = exp(loggamma(k + mpf(size)) - loggamma(mpf(size)) - loggamma(k + 1) + size * log(p)
                           + k * log(1 - p))
            if min(to, above) > SMALLEST:
                rows.append([k, size, mean, text(mass), text(to), text(above)])
    return rows


def noncentral_pair(x, degrees, shift):
    """The Poisson mixture of central ones, and the density; 400 digits, so that the complement keeps its own."""
    with mp.workdps(400):
        y, a, half = mpf(x) / 2, mpf(degrees) / 2, mpf(shift) / 2
        lower = lower_gamma(a, y)
        gamma_term = exp(a * log(y) - y - loggamma(a + 1))
        weight = exp(-half)
        total = density = mpf(0)
        j = 0
        while j <= half or weight > mpf(10) ** -390:
            total += weight * lower
            density += weight * gamma_term * (a + j) / y / 2
            lower -= gamma_term
            gamma_term *= y / (a + j + 1)
            j += 1
            weight *= half / j
        return total, 1 - total, density


def noncentral():
    rows, quantiles = [], []
    for degrees, shift in [(0.1, 0.5), (1, 1e-6), (1, 4), (2, 100), (3.5, 900), (10, 0), (10, 7), (25, 40), (200, 3),
                           (1e3, 1e3), (4, 2e4), (1e5, 50)]:
        mean, sd = degrees + shift, (2 * (degrees + 2 * shift)) ** 0.5
        points = {mean + z * sd for z in (-25, -10, -4, -2, -1, -0.2, 0.2, 1, 2, 4, 10, 20)} | {mean * 1e-3, mean * 0.2}
        for x in sorted(x for x in points if x > 0):
            lower, upper, density = noncentral_pair(x, degrees, shift)
            if min(lower, upper) > SMALLEST:
                rows.append([x, degrees, shift, text(density), text(lower), text(upper)])
        if degrees >= 1 and shift <= 100 and degrees <= 200:
            for p in [1e-10, 1e-3, 0.5, 0.9, 1 - 1e-10]:
                with mp.workdps(40):
                    rising = p <= 0.5
                    side = mpf(p) if rising else 1 - mpf(p)
                    x = newton(lambda x: noncentral_pair(x, degrees, shift)[0 if rising else 1],
                               lambda x: noncentral_pair(x, degrees, shift)[2], side, rising, mpf(mean), mpf("0.5"), mpf("0.5"))
                quantiles.append([p, degrees, shift, text(x)])
    return rows, quantiles


if __name__ == "__main__":
    special, rises = functions()
    tails, quantiles = normal()
    gammas, gamma_quantiles, gamma_uppers = gamma()
    noncentrals, noncentral_quantiles = noncentral()
    tables = {
        "log_gamma": special, "log_gamma_rise": rises, "normal": tails, "normal_quantile": quantiles,
        "gamma": gammas, "gamma_quantile": gamma_quantiles, "gamma_upper_quantile": gamma_uppers,
        "poisson": poisson(), "beta": beta(), "negative_binomial": negative_binomial(),
        "noncentral": noncentrals, "noncentral_quantile": noncentral_quantiles,
    }
    print('{\n"source": "distributions_mpmath.py; mpmath, at least 60 digits, rounded to doubles",')
    print(",\n".join(
        '"%s": [\n%s\n]' % (name, ",\n".join(json.dumps(row) for row in rows)) for name, rows in tables.items()))
    print("}")
