"""One `webrtcbin` against one WHIP or WHEP endpoint. Debian's GStreamer 1.22 has no `whipsink`: this is what that does."""
import pathlib
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from endpoint import Endpoint  # noqa: E402


def run(pipeline, endpoint, direction):
    """Offers everything in the pipeline, plays until the input is closed, and ends the session."""
    peer, loop = pipeline.get_by_name("peer"), GLib.MainLoop()
    gathered = threading.Event()

    def on_gathering(*_):
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            gathered.set()

    def on_state(*_):
        print(peer.get_property("connection-state").value_nick, flush=True)

    def on_message(_, message):
        if message.type == Gst.MessageType.ERROR:
            print("error", message.parse_error(), flush=True)
            loop.quit()

    def negotiate():
        index = 0
        while transceiver := peer.emit("get-transceiver", index):
            transceiver.set_property("direction", direction)
            index += 1
        # The offer is a part of the reply, and the reply of the promise: both must live as long.
        promise = ask("create-offer", None)
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        ask("set-local-description", offer)
        gathered.wait()
        answer = endpoint.post(peer.get_property("local-description").sdp.as_text())
        _, message = GstSdp.SDPMessage.new_from_text(answer)
        ask("set-remote-description", GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message))
        sys.stdin.read()
        print("ended", endpoint.delete(), flush=True)
        loop.quit()

    def ask(name, argument):
        promise = Gst.Promise.new()
        peer.emit(name, argument, promise)
        promise.wait()
        return promise

    def work():
        try:
            negotiate()
        except SystemExit as refused:
            print(refused, flush=True)
            loop.quit()

    if endpoint.is_here:
        # libnice leaves loopback out, and ties its sockets to the other interfaces. The variable keeps the agent: Python takes it for its own.
        agent = peer.get_property("ice-agent")
        agent.emit("add-local-ip-address", "127.0.0.1")
    peer.connect("notify::ice-gathering-state", on_gathering)
    peer.connect("notify::connection-state", on_state)
    worker = threading.Thread(target=work, daemon=True)
    has_all = peer.emit("get-transceiver", 0) is not None
    if not has_all:
        # Only now: before, the caps of what is sent are not known.
        peer.connect("on-negotiation-needed", lambda _: worker.is_alive() or worker.start())
    bus = pipeline.get_bus()
    bus.add_signal_watch()
    bus.connect("message", on_message)
    pipeline.set_state(Gst.State.PLAYING)
    if has_all:
        worker.start()
    loop.run()
    pipeline.set_state(Gst.State.NULL)


Gst.init(None)
