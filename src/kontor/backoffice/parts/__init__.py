"""The parts that pages are made of: each a row class here and one small template under ``templates/backoffice/parts``."""
