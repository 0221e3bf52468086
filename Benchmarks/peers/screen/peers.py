"""Outlier detectors of PyOD on the features the screen uses, and on all plain ones."""

import warnings

import numpy as np
import pandas as pd
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from pyod.models.lof import LOF
from pyod.models.mcd import MCD
from pyod.models.pca import PCA

from features import PLAIN
from signals import SIGNALS

DETECTORS = {
    "ECOD": ECOD, "COPOD": COPOD, "IForest": lambda: IForest(random_state=0), "LOF": LOF, "KNN": KNN,
    "MCD": lambda: MCD(random_state=0), "PCA": PCA,
}
# Two-sided as they come; and with what lies below the peers set to 0, since only excess is looked for.
INPUTS = {
    "4 z": (lambda table: table[[f"{name}_z" for name in SIGNALS]]),
    "4 z above": (lambda table: table[[f"{name}_z" for name in SIGNALS]].clip(lower=0)),
    "12 plain": (lambda table: table[[f"plain {name}" for name in PLAIN]]),
}


def detector_scores(table):
    """A score for each detector and input; institutions without a screen get none."""
    rows = table.screen.notna()
    scores = {}
    for words, take in INPUTS.items():
        features = take(table)[rows].fillna(0)
        for name, make in DETECTORS.items():
            score = pd.Series(np.nan, index=table.index)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    score[rows] = make().fit(features.to_numpy(float)).decision_scores_
                except (ValueError, np.linalg.LinAlgError):
                    continue  # a detector that cannot be fitted finds nothing
            scores[f"{name} ({words})"] = score
    return scores
