"""A connection to a Dask scheduler that outlives the scheduler's restarts."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from corpus.errors import ClusterError

Tell = Callable[..., None]
PATIENCE = 300.0  # seconds that a build waits for a scheduler or for workers that went away
FIRST = 15.0  # seconds for the first connection
_PAUSE = 0.5


@contextlib.contextmanager
def connect(client: Any, *, patience: float = PATIENCE, tell: Tell | None = None) -> Iterator[Connection]:
    """The cluster behind a ``dask.distributed`` Client or a scheduler's address (``tcp://host:port``).

    A client that was given stays open. Raises ClusterError when Dask is not installed, the address is none, or
    nothing answers there.
    """
    connection = Connection(client, patience, _tell if tell is None else tell)
    try:
        yield connection
    finally:
        connection.close()


class Connection:
    """A client, made anew when it is ours and was lost."""

    def __init__(self, client: Any, patience: float, tell: Tell) -> None:
        self.patience, self.tell = patience, tell
        self.address: str | None = client if isinstance(client, str) else None
        self.client = self._open(FIRST) if self.address else _checked(client)
        self.name = self.address or str(getattr(self.client, "_start_arg", None) or "the cluster")

    @property
    def ready(self) -> bool:
        """Whether the scheduler is connected now."""
        return self.client is not None and self.client.status == "running"

    def count_threads(self) -> dict[str, int] | None:
        """Address of each worker with its threads; None while the scheduler does not answer."""
        if not self.ready:
            return None
        with contextlib.suppress(Exception):  # whatever breaks on the way, the next look tells more
            return dict(self.client.nthreads(callback_timeout=10))
        return None

    def restore(self) -> None:
        """Wait until the scheduler is back. Raises ClusterError when it does not come."""
        self.tell("cluster.lost", address=self.name)
        given_up = time.monotonic() + self.patience
        while not self.ready:
            if time.monotonic() > given_up or (self.address is None and self.client.status == "closed"):
                remedy = "start the scheduler and its workers, then build again: it goes on from here"
                if self.address is None:
                    remedy = "make a new Client, then build again: it goes on from here"
                raise ClusterError(self.name, "was lost and did not come back", remedy=remedy)
            if self.address and self.client.status == "closed":
                with contextlib.suppress(ClusterError):
                    self.client = self._open(_PAUSE * 4)
            time.sleep(_PAUSE)
        self.tell("cluster.back", address=self.name)

    def close(self) -> None:
        """End the connection if it is ours."""
        if self.address is not None:
            with contextlib.suppress(Exception):
                self.client.close(timeout=5)

    def _open(self, timeout: float) -> Any:
        assert self.address is not None
        client_class = _import_client()
        _check_address(self.address)
        _check_certificates(self.address)
        with _without_chatter():
            try:
                return client_class(self.address, timeout=timeout, set_as_default=False)
            except (OSError, ValueError, TypeError, RuntimeError) as error:
                why = " ".join(str(error).split())[:200] or type(error).__name__
                remedy = "start it with: dask scheduler; then give the address that it prints (tcp://host:8786)"
                raise ClusterError(
                    self.address, "is no Dask scheduler that answers", where=why, remedy=remedy
                ) from None


def _import_client() -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "dask.distributed", f"is not installed ({error.name})", remedy='pip install "junxian[dask]"'
        ) from None
    return Client


def _checked(client: Any) -> Any:
    if not isinstance(client, _import_client()):
        remedy = "kb.build(folder, client=dask.distributed.Client(...)) or the address tcp://host:port"
        raise ClusterError(repr(client), "is no Client of dask.distributed", remedy=remedy)
    if client.asynchronous:
        raise ClusterError(repr(client), "is an asynchronous Client", remedy="Client(..., asynchronous=False)")
    return client


def _check_address(address: str) -> None:
    """Raises ClusterError for what Dask cannot read: its Client would wait for half a minute and leave a traceback."""
    from distributed.comm.addressing import get_address_host_port

    try:
        if not address.startswith("ucx://"):  # has a way of its own to write addresses
            get_address_host_port(address)
    except ValueError as error:
        remedy = "give the address that dask scheduler prints (tcp://host:8786)"
        raise ClusterError(address, "is no address of a Dask scheduler", where=str(error), remedy=remedy) from None


def _check_certificates(address: str) -> None:
    """Raises ClusterError for an encrypted address where Dask's configuration names no certificates."""
    from distributed import security

    configured: Any = security.Security  # untyped there
    if address.startswith("tls://") and not configured().get_connection_args("client").get("ssl_context"):
        remedy = "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY"
        raise ClusterError(address, "needs certificates that Dask's configuration does not name", remedy=remedy)


@contextlib.contextmanager
def _without_chatter() -> Iterator[None]:
    """Dask warns of pandas or numpy missing on the scheduler, which needs neither here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _tell(name: str, **values: object) -> None:
    import sys

    from kb.answers.plain import show_plain
    from kb.messages import say

    sys.stderr.write(show_plain(say(name, **values)) + "\n")
