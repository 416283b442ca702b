"""CX Atlas: a maturity model of customer experience, and the engine that scores it.

>>> from assessment import measure, parse_answers, parse_model
"""

from assessment.core.answers import Answer, Answers, parse_answers
from assessment.core.errors import AnswersError, AtlasError, ModelError, RequestError
from assessment.core.model import Model, parse_model
from assessment.core.result import Result, measure

__all__ = [
    "Answer",
    "Answers",
    "AnswersError",
    "AtlasError",
    "Model",
    "ModelError",
    "RequestError",
    "Result",
    "measure",
    "parse_answers",
    "parse_model",
]
