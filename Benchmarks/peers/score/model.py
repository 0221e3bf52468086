"""What medical-insurance/outpatient-specified-disease-cost decides, for all front ends: scope, strata, peers, caps.

Shapes and units are those of methods: money is whole fen, a cap is the upper edge of a bin of the grid.
"""

import math

import numpy as np

CARE_CODES = ["14", "9929", "991702", "992102"]
CARE_PREFIX = "14"
CARE_WORDS = ["规定病种", "慢特", "门慢", "门特", "特殊病"]
CARE_PATTERN = f"^({'|'.join(CARE_CODES)})$|^{CARE_PREFIX}|{'|'.join(CARE_WORDS)}"
AGE_STARTS = [0, 18, 45, 60, 70, 80]
AGE_LABELS = ["0-17", "18-44", "45-59", "60-69", "70-79", "80+"]
SEXES = {1: "male", 2: "female"}
SCHEMES = {310: "employee", 390: "resident"}
# The classes of institutions by kind and level as `simulate` writes them: hospitals by their level.
KINDS = {"零售药店": "pharmacy", "诊所": "clinic", "社区卫生服务中心": "community"}
HOSPITAL = "医院"
LEVELS = {2: "tertiary", 5: "secondary"}
PER_MILLE = 995
TALLY_COLUMNS = [
    "row_type", "institution_id", "peer_group", "disease", "age_band", "sex", "scheme", "heads", "visits", "cost_fen",
    "capped_fen", "capped_sq_fen2", "drug_fen", "fund_fen",
]
PAIR_COLUMNS = [
    "institution_id", "disease", "other_disease", "age_band", "sex", "scheme", "heads", "capped_fen", "other_capped_fen",
    "product_fen2",
]


def root16(power):
    """The whole part of 2^(power/16): the sixteenth root is four square roots."""
    root = 1 << power
    for _ in range(4):
        root = math.isqrt(root)
    return root


# The upper edges of the bins in fen; bin 0 holds cost up to 0.
EDGES = np.array([0, *(root16(bin) for bin in range(1, 16 * 56))], dtype=np.int64)


def caps(costs):
    """The caps of peer groups × diseases from the cost of the head that reaches 995 per mille of each.

    A bin is reached when the head of that place lies in it, so the cap is the first edge that is not below its cost.
    """
    return EDGES[np.searchsorted(EDGES, np.asarray(costs, dtype=np.int64))]
