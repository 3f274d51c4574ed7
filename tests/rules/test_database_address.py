"""The address of the database: what libpq knows, Kontor passes on; what it does not, is said at the start."""

from __future__ import annotations

import pytest

from kontor.config.database import database_settings
from kontor.platform.start.environment import SettingWrong, check_settings


class TestAnAddress:
    def test_passes_every_parameter_of_libpq_and_several_hosts(self):
        told = database_settings(
            "postgresql://ko%40ntor:p%2Fw@h1:5432,h2:5433/shop?target_session_attrs=read-write&sslmode=verify-full"
            "&sslrootcert=/etc/ca.pem&connect_timeout=3&application_name=kontor"
        )

        assert (told["USER"], told["PASSWORD"], told["NAME"]) == ("ko@ntor", "p/w", "shop")
        assert (told["HOST"], told["PORT"]) == ("h1,h2", "5432,5433")
        wanted = {
            "target_session_attrs": "read-write", "sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "connect_timeout": "3",
            "application_name": "kontor",
        }  # fmt: skip
        assert told["OPTIONS"].items() >= wanted.items()

    def test_may_name_a_folder_of_a_socket_and_options_of_its_own(self):
        told = database_settings("postgresql:///shop?host=/run/postgresql&options=-c%20statement_timeout%3D1")

        assert told["HOST"] == "/run/postgresql"
        assert told["OPTIONS"]["options"].endswith("-c statement_timeout=1")

    @pytest.mark.parametrize("url", ["postgresql://h/d?sslmod=require", "postgresql://h:port", "mysql://h/d"])
    def test_that_cannot_be_is_said_at_the_start_without_its_password(self, url):
        with pytest.raises(SettingWrong) as fault:
            check_settings({"DATABASE_URL": url.replace("://", "://anna:geheim@")})

        assert "geheim" not in str(fault.value)
