"""Publishes a test picture and a tone by WHIP with GStreamer, until its input is closed.

publish.py URL TOKEN [VP8|H264]
"""
import sys

from peer import Endpoint, Gst, GstWebRTC, run

VIDEO = {
    "VP8": "vp8enc deadline=1 cpu-used=8 target-bitrate=400000 keyframe-max-dist=300 ! rtpvp8pay picture-id-mode=15-bit",
    "H264": "openh264enc bitrate=400000 complexity=low gop-size=300 ! video/x-h264,profile=constrained-baseline ! h264parse"
            " ! rtph264pay config-interval=-1 aggregate-mode=zero-latency",
}

PIPELINE = """
  webrtcbin name=peer bundle-policy=max-bundle
  videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=15/1 ! queue
    ! {video} ! application/x-rtp,media=video,encoding-name={codec},payload=96 ! peer.
  audiotestsrc is-live=true freq=440 ! audio/x-raw,rate=48000,channels=1 ! queue
    ! opusenc ! rtpopuspay ! application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! peer.
"""

url, token, *rest = sys.argv[1:]
codec = rest[0] if rest else "VP8"
run(
    Gst.parse_launch(PIPELINE.format(video=VIDEO[codec], codec=codec)),
    Endpoint(url, token),
    GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY,
)
