// Publishes a file of VP8 (IVF) and one of Opus (Ogg, a packet a page) by WHIP with Pion, again and again until its input is closed.
//
//	publish URL TOKEN clip.ivf clip.ogg
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"consultcluster/pion/endpoint"

	"github.com/pion/webrtc/v3"
	"github.com/pion/webrtc/v3/pkg/media"
	"github.com/pion/webrtc/v3/pkg/media/ivfreader"
	"github.com/pion/webrtc/v3/pkg/media/oggreader"
)

const opusPacket = 20 * time.Millisecond

func main() {
	url, token, clip, sound := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	connection, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	endpoint.Check(err)
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		fmt.Println(state)
		if state == webrtc.PeerConnectionStateConnected {
			video, audio := connection.GetSenders()[0].Track(), connection.GetSenders()[1].Track()
			go loop(clip, video.(*webrtc.TrackLocalStaticSample), readPictures)
			go loop(sound, audio.(*webrtc.TrackLocalStaticSample), readSound)
		}
	})
	add(connection, webrtc.MimeTypeVP8, "video")
	add(connection, webrtc.MimeTypeOpus, "audio")
	end := endpoint.Connect(connection, url, token)
	endpoint.UntilClosed()
	fmt.Println("ended", end())
	endpoint.Check(connection.Close())
}

func add(connection *webrtc.PeerConnection, codec, name string) {
	track, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: codec}, name, "clip")
	endpoint.Check(err)
	transceiver, err := connection.AddTransceiverFromTrack(
		track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	endpoint.Check(err)
	go func() {
		// Interceptors answer NACK only while the reports are being read.
		for reports := make([]byte, 1500); err == nil; {
			_, _, err = transceiver.Sender().Read(reports)
		}
	}()
}

type source func() ([]byte, error)

func readPictures(file io.Reader) (source, time.Duration) {
	reader, header, err := ivfreader.NewWith(file)
	endpoint.Check(err)
	step := time.Second * time.Duration(header.TimebaseNumerator) / time.Duration(header.TimebaseDenominator)
	return func() ([]byte, error) {
		frame, _, err := reader.ParseNextFrame()
		return frame, err
	}, step
}

func readSound(file io.Reader) (source, time.Duration) {
	reader, _, err := oggreader.NewWith(file)
	endpoint.Check(err)
	return func() ([]byte, error) {
		for {
			// The page with the tags holds no sound.
			page, header, err := reader.ParseNextPage()
			if err != nil || header.GranulePosition > 0 {
				return page, err
			}
		}
	}, opusPacket
}

func loop(name string, track *webrtc.TrackLocalStaticSample, open func(io.Reader) (source, time.Duration)) {
	var pace *time.Ticker
	for {
		file, err := os.Open(name)
		endpoint.Check(err)
		next, step := open(file)
		if pace == nil {
			pace = time.NewTicker(step)
		}

		for data, err := next(); err == nil; data, err = next() {
			endpoint.Check(track.WriteSample(media.Sample{Data: data, Duration: step}))
			<-pace.C
		}

		endpoint.Check(file.Close())
	}
}
