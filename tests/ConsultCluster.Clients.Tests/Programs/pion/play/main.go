// Plays by WHEP with Pion until its input is closed. Pion decodes nothing: pictures are written as IVF (VP8) or Annex B (H.264), sound as Ogg.
//
//	play URL TOKEN video-file sound-file
package main

import (
	"fmt"
	"os"
	"strings"

	"consultcluster/pion/endpoint"

	"github.com/pion/webrtc/v3"
	"github.com/pion/webrtc/v3/pkg/media"
	"github.com/pion/webrtc/v3/pkg/media/h264writer"
	"github.com/pion/webrtc/v3/pkg/media/ivfwriter"
	"github.com/pion/webrtc/v3/pkg/media/oggwriter"
)

func main() {
	url, token, video, sound := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	connection, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	endpoint.Check(err)
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) { fmt.Println(state) })
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		writer := open(track.Codec().MimeType, video, sound)
		for {
			packet, _, err := track.ReadRTP()
			if err != nil {
				return
			}

			// A packet of padding has no picture, and this writer expects one.
			if len(packet.Payload) > 0 {
				endpoint.Check(writer.WriteRTP(packet))
			}
		}
	})
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		_, err = connection.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
		endpoint.Check(err)
	}

	end := endpoint.Connect(connection, url, token)
	endpoint.UntilClosed()
	fmt.Println("ended", end())
	endpoint.Check(connection.Close())
}

func open(codec, video, sound string) media.Writer {
	var writer media.Writer
	var err error
	switch {
	case strings.EqualFold(codec, webrtc.MimeTypeOpus):
		writer, err = oggwriter.New(sound, 48000, 2)
	case strings.EqualFold(codec, webrtc.MimeTypeH264):
		writer, err = h264writer.New(video)
	default:
		writer, err = ivfwriter.New(video)
	}

	endpoint.Check(err)
	return writer
}
