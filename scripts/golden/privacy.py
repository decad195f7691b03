"""What Google's dp-accounting says of the sampled Gaussian mechanism: Rényi divergences, and ε by two accountants.

    python scripts/golden/privacy.py > notebooks/data/privacy-accountant.json

Needs dp-accounting. Lesson 09-challenges writes the Rényi accountant by hand and compares. Poisson sampling, neighbours by adding or removing one row.
"""
import datetime
import importlib.metadata
import json
import platform

from dp_accounting import dp_event
from dp_accounting.pld import PLDAccountant
from dp_accounting.rdp import RdpAccountant

DELTA = 1e-5
ORDERS = list(range(2, 65))
# rate of sampling, noise multiplier, steps; the first is the example of Abadi et al. (2016), the others are the lesson's runs
SETTINGS = [(0.01, 4.0, 10_000), (0.1, 0.5, 300), (0.1, 1.0, 300), (0.1, 2.0, 300), (0.1, 4.0, 300), (1.0, 10.0, 20)]


def row(rate, sigma, steps):
    gaussian = dp_event.GaussianDpEvent(sigma)
    event = dp_event.SelfComposedDpEvent(dp_event.PoissonSampledDpEvent(rate, gaussian) if rate < 1 else gaussian, steps)
    by_renyi = RdpAccountant(ORDERS).compose(event)
    by_loss = PLDAccountant().compose(event)
    return {
        "rate": rate, "sigma": sigma, "steps": steps,
        "renyi": list(map(float, by_renyi.rdp)),  # of all steps together, one an order
        "epsilon": float(by_renyi.get_epsilon(DELTA)),
        "epsilonByLossDistribution": float(by_loss.get_epsilon(DELTA)),
    }


print(json.dumps({
    "made": datetime.date.today().isoformat(),
    "by": "scripts/golden/privacy.py",
    "versions": {"dpAccounting": importlib.metadata.version("dp-accounting"), "python": platform.python_version()},
    "delta": DELTA,
    "orders": ORDERS,
    "rows": [row(*setting) for setting in SETTINGS],
}))
