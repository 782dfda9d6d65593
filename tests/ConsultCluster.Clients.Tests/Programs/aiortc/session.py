"""The session of an aiortc connection with an endpoint."""
import asyncio
import pathlib
import sys

from aiortc import RTCSessionDescription

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from endpoint import Endpoint  # noqa: E402


async def run(connection, url, token):
    """Offers, and goes on until the program's input is closed; prints the states of the connection, and `ended STATUS`."""
    connection.on("connectionstatechange", lambda: print(connection.connectionState, flush=True))
    await connection.setLocalDescription(await connection.createOffer())
    endpoint = Endpoint(url, token)
    answer = await asyncio.to_thread(endpoint.post, connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.to_thread(sys.stdin.read)
    print("ended", await asyncio.to_thread(endpoint.delete), flush=True)
    await connection.close()
