"""Write what a product is called in a language."""

from __future__ import annotations

from datetime import datetime

from kontor.catalog.errors import ArticleWrong
from kontor.catalog.models import ProductText
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

LANGUAGES = ("de", "en", "fr", "it", "es", "nl", "pl", "cs", "da", "sv")


def keep_text(*, product_id: int, language: str, name: str, description: str, at: datetime, by: Actor) -> None:
    """A product has a name and a description in each language in which it is sold; without a name it has none in that one.

    Refuses: ArticleWrong.
    """
    if language not in LANGUAGES:
        raise ArticleWrong("Products are not described in this language.", field="language")
    kept = ProductText.objects.filter(product_id=product_id, language=language).first()
    before = {"name": kept.name, "description": kept.description} if kept else None
    after = {"name": name, "description": description} if name else None
    if before == after:
        return
    if after is None:
        ProductText.objects.filter(product_id=product_id, language=language).delete()
    else:
        ProductText.objects.update_or_create(product_id=product_id, language=language, defaults=after)
    change = Change(product_id, before, {"language": language, **(after or {})})
    record_changes(subject="product", verb="keep_text", changes=[change], at=at, by=by)
