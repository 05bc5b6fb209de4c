# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the real program at random instants under load: every answered request is in the ledger, once, and the next
start needs no help. Bounded: ROUNDS rounds of at most MOST requests."""
import http.client
import json
import random
import threading
import unittest
from urllib.parse import urlsplit

from gateway import Gateway

ROUNDS = 6
CLIENTS = 6
MOST = 120  # a client and round, so that all rounds together stay below what one listing shows
BODY = json.dumps({"model": "sandbox/echo", "messages": [{"role": "user", "content": "one two three"}]})


def ask_until_killed(gateway, answered, enough):
    """Notes the id of every answer whose last byte came."""
    address = urlsplit(gateway.address)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    headers = {"Authorization": "Bearer " + gateway.key, "Content-Type": "application/json"}
    try:
        for _ in range(MOST):
            connection.request("POST", "/v1/chat/completions", BODY, headers)
            response = connection.getresponse()
            body = json.loads(response.read())
            if response.status == 200:
                answered.append(body["metadata"]["request_id"])
            if len(answered) >= enough[0]:
                enough[1].set()
    except (OSError, http.client.HTTPException, ValueError):
        pass  # killed
    finally:
        connection.close()


class Kill(unittest.TestCase):
    def test_an_answered_request_is_in_the_ledger_once(self):
        chance = random.Random(4001)
        with Gateway() as gateway:
            answered = []
            for number in range(ROUNDS):
                if number:
                    gateway.start()
                before = len(answered)
                enough = (before + chance.randint(1, CLIENTS * MOST // 8), threading.Event())
                clients = [threading.Thread(target=ask_until_killed, args=(gateway, answered, enough)) for _ in range(CLIENTS)]
                for client in clients:
                    client.start()
                self.assertTrue(enough[1].wait(timeout=60), "the load did not get going")
                gateway.process.kill()
                gateway.process.wait()
                gateway.process.stdout.close()
                gateway.log.close()
                for client in clients:
                    client.join(timeout=30)
            gateway.start()
            rows = json.loads(gateway.command("requests", "--json", "--limit", "1000"))
            kept = [row["id"] for row in rows]
            self.assertLess(len(kept), 1000, "more rows than one listing shows: lower MOST")
            self.assertEqual(len(kept), len(set(kept)), "a request is there twice")
            self.assertEqual(set(answered) - set(kept), set(), "answered requests are not in the ledger")
            self.assertGreater(len(answered), ROUNDS)
            # At most one request a connection can have been recorded and not answered.
            self.assertLessEqual(len(kept) - len(answered), CLIENTS * ROUNDS)
            print(f"{ROUNDS} kills, {len(answered)} answered, {len(kept)} in the ledger, none twice")


if __name__ == "__main__":
    unittest.main()
