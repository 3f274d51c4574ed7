"""Settings by subject: what there is to set, what it is for, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.access.tables import Role, User
from kontor.accounting.tables import DunningLevel, ExchangeRate
from kontor.backoffice.access import may_everywhere, needs
from kontor.backoffice.home.standing import (
    Label,
    Told,
    backup_stand,
    channels_stand,
    counted,
    entities_stand,
    limits_stand,
    mails_stand,
    readers_stand,
)
from kontor.backoffice.page import show_page
from kontor.catalog.tables import Category
from kontor.channels.tables import Connection
from kontor.customers.tables import CustomerGroup
from kontor.locations.tables import Location
from kontor.messaging.tables import MessageTemplate, Webhook
from kontor.payments.tables import ProviderAccount
from kontor.pricing.tables import PriceList, TaxRate
from kontor.sourcing.tables import SourcingRule


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that can be set: where, what for, and how it stands (words, tone)."""

    title: Label
    why: Label
    page: str
    right: str
    stand: Callable[[], Told]

    @property
    def link(self) -> str:
        """Return where it is set; a grid is named after a colon."""
        name, _sign, grid = self.page.partition(":")
        return reverse(f"admin:{name}", args=[grid] if grid else [])


@dataclass(frozen=True, slots=True)
class Subject:
    """Settings that belong together."""

    title: Label
    settings: Sequence[Setting]


_ENTITY_PAGE = "legal_entities_legalentity_changelist"
SUBJECTS: Sequence[Subject] = (
    Subject(
        _("Your company"),
        (
            Setting(
                _("Legal entities"),
                _(
                    "Who sells and writes invoices: address, VAT id, bank account, logo, terms of"
                    " payment, DATEV numbers, OSS."
                ),
                _ENTITY_PAGE,
                "legal_entities:read",
                entities_stand,
            ),
            Setting(
                _("Refunds by two people"),
                _(
                    "Above which sum a refund, a correction, a voucher or a typed account needs a"
                    " second person; it stands with each legal entity."
                ),
                _ENTITY_PAGE,
                "legal_entities:read",
                limits_stand,
            ),
            Setting(
                _("VAT rates"),
                _("The rates of each country, by tax class and day."),
                "pricing_taxrate_changelist",
                "pricing:read",
                lambda: counted(TaxRate.objects.count()),
            ),
        ),
    ),
    Subject(
        _("Locations and shipping"),
        (
            Setting(
                _("Locations"),
                _("Where goods lie and leave from: address, working days, cut-off, capacity, cost of a parcel."),
                "locations_location_changelist",
                "locations:read",
                lambda: counted(Location.objects.filter(active=True).count()),
            ),
            Setting(
                _("Sourcing rules"),
                _("Which location serves which orders first, or never."),
                "sourcing_sourcingrule_changelist",
                "sourcing:read",
                lambda: counted(SourcingRule.objects.count()),
            ),
            Setting(
                _("Safety stock"),
                _("How many of the last pieces are offered nowhere: a column of the stock grid."),
                "grid:stock",
                "inventory:read",
                lambda: ("", ""),
            ),
        ),
    ),
    Subject(
        _("Sales channels"),
        (
            Setting(
                _("Sales channels"),
                _(
                    "Marketplaces, shops, the telephone: whose prices, which cut-off, how much is held"
                    " back, what the channel does itself."
                ),
                "channels_channel_changelist",
                "channels:read",
                channels_stand,
            ),
            Setting(
                _("Connections"),
                _("Connect a marketplace or shop, and see how its connection fares."),
                "channel_health",
                "channels:read",
                lambda: counted(Connection.objects.count()),
            ),
        ),
    ),
    Subject(
        _("Articles, prices, customers"),
        (
            Setting(
                _("Price lists"),
                _("Prices by group of customers, quantity and time."),
                "pricing_pricelist_changelist",
                "pricing:read",
                lambda: counted(PriceList.objects.count()),
            ),
            Setting(
                _("Customer groups"),
                _("Who gets which prices, and on what terms."),
                "customers_customergroup_changelist",
                "customers:read",
                lambda: counted(CustomerGroup.objects.count()),
            ),
            Setting(
                _("Categories"),
                _("The tree that articles are sorted in; it is made on the page of an article."),
                "grid:articles",
                "catalog:read",
                lambda: counted(Category.objects.count()),
            ),
        ),
    ),
    Subject(
        _("Money and books"),
        (
            Setting(
                _("Payment providers"),
                _("PayPal, Stripe, Mollie: by which buyers pay and get their money back."),
                "refunds",
                "payments:read",
                lambda: counted(ProviderAccount.objects.count()),
            ),
            Setting(
                _("Dunning levels"),
                _("When and with what words an unpaid invoice is reminded of."),
                "accounting_dunninglevel_changelist",
                "accounting:read",
                lambda: counted(DunningLevel.objects.count()),
            ),
            Setting(
                _("Exchange rates"),
                _("Monthly rates of the ministry of finance, for VAT in euros."),
                "accounting_exchangerate_changelist",
                "accounting:read",
                lambda: counted(ExchangeRate.objects.count()),
            ),
            Setting(
                _("Exchange rates of days"),
                _("The rates of the European Central Bank, for invoices in another currency."),
                "accounting_dayrate_changelist",
                "accounting:read",
                lambda: ("", ""),
            ),
            Setting(
                _("Base rates"),
                _("The base rate of the central bank, for interest on what is overdue."),
                "accounting_baserate_changelist",
                "accounting:read",
                lambda: ("", ""),
            ),
        ),
    ),
    Subject(
        _("Mails and alarms"),
        (
            Setting(
                _("Message templates"),
                _("What buyers are written, in each language; without your own words Kontor uses its own."),
                "messaging_messagetemplate_changelist",
                "messaging:read",
                lambda: counted(MessageTemplate.objects.count()),
            ),
            Setting(
                _("Mail server"),
                _("By which mails leave; it is set where Kontor is started."),
                "grid:mails",
                "messaging:read",
                mails_stand,
            ),
            Setting(
                _("Alarms"), _("Who is told when something stands still."), "alarms", "platform:read", readers_stand
            ),
        ),
    ),
    Subject(
        _("People and programs"),
        (
            Setting(
                _("Users"),
                _("Who works here; each has a login of his own."),
                "access_user_changelist",
                "access:read",
                lambda: counted(User.objects.filter(is_active=True).count()),
            ),
            Setting(
                _("Roles"),
                _("What somebody may do, and for which channels, locations and companies."),
                "access_role_changelist",
                "access:read",
                lambda: counted(Role.objects.count()),
            ),
            Setting(
                _("API keys"),
                _("For programs of yours: each with its own rights."),
                "keys",
                "access:read",
                lambda: ("", ""),
            ),
            Setting(
                _("Webhooks"),
                _("Whom Kontor tells at once what happens."),
                "webhooks",
                "messaging:read",
                lambda: counted(Webhook.objects.count()),
            ),
            Setting(
                _("Backup"),
                _("Where copies of everything go; it is set where Kontor is started."),
                "alarms",
                "platform:read",
                backup_stand,
            ),
        ),
    ),
)


@needs("", keeps_limits=True)
def show_settings(request: HttpRequest) -> HttpResponse:
    """Show what the reader may set, by subject."""
    found = []
    for subject in SUBJECTS:
        mine = [(it, *it.stand()) for it in subject.settings if may_everywhere(request, it.right)]
        if mine:
            found.append((subject.title, mine))
    return show_page(request, "home/settings", title=_("Settings"), subjects=found)
