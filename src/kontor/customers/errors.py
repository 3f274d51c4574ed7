"""The refusals of customers."""

from kontor.kernel.errors import NotFound, Refused


class CustomerUnknown(NotFound):
    """There is no such customer."""

    code = "customers.unknown"


class CustomerWrong(Refused):
    """A customer has a name or a company."""

    code = "customers.wrong"


class GroupUnknown(Refused):
    """There is no customer group with this code."""

    code = "customers.group_unknown"


class CustomerTaken(Refused):
    """There is a customer with this e-mail address already: change that one."""

    code = "customers.taken"


class CustomerHasOrders(Refused):
    """This customer has orders: he stays."""

    code = "customers.has_orders"


class MergeRefused(Refused):
    """These two cannot be made one: name two different customers."""

    code = "customers.merge_refused"


class MergedFurther(Refused):
    """The customer was merged into another one since: take that back first."""

    code = "customers.merged_further"


class MergeUnknown(Refused):
    """This merge was taken back already, or there was none."""

    code = "customers.merge_unknown"
