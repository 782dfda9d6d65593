"""Plays by WHEP with aiortc until its input is closed; prints how many pictures and samples it has decoded.

play.py URL TOKEN
"""
import asyncio
import pathlib
import sys

import numpy
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from endpoint import Endpoint  # noqa: E402


class Count:
    frames, samples, size = 0, 0, "0x0"

    def report(self):
        print(f"decoded frames={self.frames} samples={self.samples} size={self.size}", flush=True)


async def receive(track, count):
    try:
        while True:
            frame = await track.recv()
            if track.kind == "video":
                count.frames += 1
                count.size = f"{frame.width}x{frame.height}"
            elif numpy.any(frame.to_ndarray()):
                # What was lost is filled with silence; only sound counts.
                count.samples += frame.samples
            if track.kind == "video" or count.samples % 9_600 == 0:
                count.report()
    except MediaStreamError:
        pass


async def main(url, token):
    # Without this aiortc asks a public STUN server; the relay needs no addresses of ours.
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.on("connectionstatechange", lambda: print(connection.connectionState, flush=True))
    count, receivers = Count(), []
    connection.on("track", lambda track: receivers.append(asyncio.ensure_future(receive(track, count))))
    connection.addTransceiver("audio", direction="recvonly")
    connection.addTransceiver("video", direction="recvonly")
    await connection.setLocalDescription(await connection.createOffer())
    endpoint = Endpoint(url, token)
    answer = await asyncio.to_thread(endpoint.post, connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.to_thread(sys.stdin.read)
    print("ended", await asyncio.to_thread(endpoint.delete), flush=True)
    await connection.close()


asyncio.run(main(*sys.argv[1:]))
