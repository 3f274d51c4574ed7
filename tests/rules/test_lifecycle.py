"""One form for every life: what the table says is what may happen, and nothing else."""

from __future__ import annotations

from kontor.kernel.lifecycle import Lifecycle, Step

LAMP = Lifecycle(
    "a lamp",
    "lamps",
    ("off", "on", "broken"),
    (
        Step((), "hang", "off"),
        Step((), "hang_lit", "on"),
        Step(("off",), "light", "on"),
        Step(("on",), "put_out", "off"),
        Step(("on", "off"), "drop", "broken"),
        Step(("on",), "light", "on"),
    ),
)


class TestALife:
    def test_allows_a_verb_where_the_table_does(self):
        assert LAMP.allows("light", "off")
        assert not LAMP.allows("light", "broken")
        assert not LAMP.allows("sing", "off")

    def test_offers_each_verb_of_a_state_once(self):
        assert LAMP.verbs_from("on") == ["put_out", "drop", "light"]
        assert LAMP.verbs_from("broken") == []

    def test_names_what_leads_where_without_standing_still(self):
        assert LAMP.list_edges() == [("off", "broken"), ("off", "on"), ("on", "broken"), ("on", "off")]

    def test_knows_where_it_begins_and_ends(self):
        assert LAMP.list_beginnings() == ["off", "on"]
        assert LAMP.list_ends() == ["broken"]

    def test_finds_the_only_step_of_a_verb(self):
        assert LAMP.step_of("drop").target == "broken"
