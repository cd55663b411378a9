"""The Django database engine over the embedded server; see the package."""

from typing import Any

from django.db.backends.postgresql import base

from duibiao.lib import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django knows it, except that asking where it is starts it."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        host, port = embedded.host_and_port(embedded.folder_of(self.settings_dict))
        return {**params, "user": "postgres", "host": host, **({"port": port} if port else {})}
