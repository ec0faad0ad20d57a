"""A listener between a server and its store that counts round trips."""

import socket
import threading


class Counter:
    """A trip is something sent to the store after it has answered what came before."""

    def __init__(self, port):
        self.trips, self.target = 0, port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            store = socket.create_connection(("127.0.0.1", self.target))
            for each in (client, store):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            turn = {"of": "store"}
            for source, sink, of in [(client, store, "client"), (store, client, "store")]:
                arguments = (source, sink, of, turn)
                threading.Thread(target=self.pump, args=arguments, daemon=True).start()

    def pump(self, source, sink, of, turn):
        try:
            while data := source.recv(65_536):
                if of == "client" and turn["of"] == "store":
                    self.trips += 1
                turn["of"] = of
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for each in (source, sink):
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
