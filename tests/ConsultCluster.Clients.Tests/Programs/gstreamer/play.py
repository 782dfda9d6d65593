"""Plays by WHEP with GStreamer until its input is closed; prints how many pictures and samples it has decoded.

play.py URL TOKEN
"""
import sys

from peer import Endpoint, Gst, GstWebRTC, run

RECEIVE = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2"
VIDEO = (
    "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000;"
    "application/x-rtp,media=video,encoding-name=H264,payload=97,clock-rate=90000"
    ",packetization-mode=(string)1,profile-level-id=(string)42e01f"
)
count = {"frames": 0, "samples": 0, "size": "0x0"}


def on_buffer(_, buffer, pad):
    caps = pad.get_current_caps().get_structure(0)
    if caps.get_name().startswith("video/"):
        count["frames"] += 1
        count["size"] = f"{caps.get_value('width')}x{caps.get_value('height')}"
    elif any(buffer.extract_dup(0, buffer.get_size())):
        # What was lost is filled with silence; only sound counts. S16 of `channels`.
        count["samples"] += buffer.get_size() // (2 * caps.get_value("channels"))
    print("decoded frames={frames} samples={samples} size={size}".format(**count), flush=True)


def on_track(_, pad):
    if pad.direction != Gst.PadDirection.SRC:
        return
    decoder = Gst.ElementFactory.make("decodebin")
    decoder.connect("pad-added", on_decoded)
    pipeline.add(decoder)
    decoder.sync_state_with_parent()
    pad.link(decoder.get_static_pad("sink"))


def on_decoded(_, pad):
    is_video = pad.get_current_caps().get_structure(0).get_name().startswith("video/")
    convert = "queue ! videoconvert" if is_video else "queue ! audioconvert ! audio/x-raw,format=S16LE"
    counter = Gst.parse_bin_from_description(f"{convert} ! fakesink sync=false signal-handoffs=true name=counter", True)
    counter.get_by_name("counter").connect("handoff", on_buffer)
    pipeline.add(counter)
    counter.sync_state_with_parent()
    pad.link(counter.get_static_pad("sink"))


pipeline, peer = Gst.Pipeline(), Gst.ElementFactory.make("webrtcbin", "peer")
peer.set_property("bundle-policy", "max-bundle")
pipeline.add(peer)
peer.connect("pad-added", on_track)
pipeline.set_state(Gst.State.READY)
for caps in AUDIO, VIDEO:
    peer.emit("add-transceiver", RECEIVE, Gst.Caps.from_string(caps))
run(pipeline, Endpoint(*sys.argv[1:]), RECEIVE)
