// Package endpoint is WHIP (RFC 9725) and WHEP as a client sees them: one POST of an offer, one DELETE at the end.
package endpoint

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/pion/webrtc/v3"
)

// Connect offers what the connection has, and applies the answer. It returns what ends the session, and gives its HTTP status.
func Connect(connection *webrtc.PeerConnection, url, token string) func() int {
	offer, err := connection.CreateOffer(nil)
	Check(err)
	gathered := webrtc.GatheringCompletePromise(connection)
	Check(connection.SetLocalDescription(offer))
	<-gathered

	answer, body := request(http.MethodPost, url, token, connection.LocalDescription().SDP)
	if answer.StatusCode != http.StatusCreated {
		Check(fmt.Errorf("refused %d %s", answer.StatusCode, body))
	}

	Check(connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: body}))
	session, err := answer.Location()
	Check(err)
	return func() int {
		ended, _ := request(http.MethodDelete, session.String(), token, "")
		return ended.StatusCode
	}
}

// Check ends the program when there is an error.
func Check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// UntilClosed waits until the input is closed.
func UntilClosed() {
	_, err := io.Copy(io.Discard, os.Stdin)
	Check(err)
}

func request(method, url, token, offer string) (*http.Response, string) {
	request, err := http.NewRequest(method, url, strings.NewReader(offer))
	Check(err)
	request.Header.Set("Authorization", "Bearer "+token)
	if offer != "" {
		request.Header.Set("Content-Type", "application/sdp")
	}

	answer, err := http.DefaultClient.Do(request)
	Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	Check(err)
	return answer, string(body)
}
