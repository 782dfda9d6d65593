using System.Diagnostics.Metrics;
using ConsultCluster.Domain;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Relay.Loop;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Relay;

/// <summary>
/// One relay's counters as instruments of the meter <c>ConsultCluster.Relay</c>, tagged <c>relay</c>. Reading does not
/// involve the relay's thread.
/// </summary>
internal sealed class RelayMetrics : IDisposable
{
    private readonly Meter _meter = new("ConsultCluster.Relay");
    private readonly KeyValuePair<string, object?> _tag;

    public RelayMetrics(RelayId relay, RelayCore core, SocketCounters socket, LoadEstimate load)
    {
        _tag = new("relay", relay.Value);
        var counters = core.Counters;
        var links = core.Cascade.Counters;
        _meter.CreateObservableGauge("relay.sessions", () => Tagged(core.SessionCount), "{session}", "Open sessions.");
        Gauge("relay.load.share", "1", "Share of its thread's time in use, 0 to 1.", () => load.Share);
        Gauge("relay.load.cost", "us", "Processor time per packet sent; 0 until measured.", () => load.CostPerPacket);
        Gauge("relay.load.capacity", "{packet}/s", "Packets per second that it can send at that cost; 0 until measured.", () => load.Capacity);
        Count("relay.rtp.received", "{packet}", "RTP packets accepted from publishers.", () => counters.RtpIn);
        Count("relay.rtp.sent", "{packet}", "RTP packets sent, retransmissions included.", () => counters.RtpOut);
        Count("relay.rtp.sent.bytes", "By", "Bytes of RTP packets sent.", () => counters.RtpBytesOut);
        Count("relay.rtcp.received", "{packet}", "RTCP compounds accepted.", () => counters.RtcpIn);
        Count("relay.rtcp.sent", "{packet}", "RTCP compounds sent.", () => counters.RtcpOut);
        Count("relay.rtp.resent", "{packet}", "Packets retransmitted after a NACK.", () => counters.Resent);
        Count("relay.nacks.sent", "{packet}", "Packets requested again from publishers.", () => counters.NacksOut);
        Count("relay.keyframes.requested", "{request}", "Keyframes requested from publishers.", () => counters.KeyframeRequestsOut);
        Count("relay.dropped.replayed", "{packet}", "SRTP and SRTCP seen before.", () => counters.Replayed);
        Count("relay.dropped.forged", "{packet}", "SRTP and SRTCP packets with a wrong authentication tag.", () => counters.AuthenticationFailed);
        Count("relay.dropped.unknown", "{datagram}", "Datagrams of unknown kind or from unvalidated addresses.", () => counters.UnknownDatagrams + counters.UnknownSources);
        Count("relay.probes", "{check}", "ICE checks of terminals that measure their round trip.", () => counters.ProbesAnswered);
        Count("relay.dropped.stun", "{datagram}", "STUN messages that belong to no session or were refused.", () => counters.StunUnknownUser + counters.StunRefused);
        Count("relay.dropped.malformed", "{packet}", "RTP and RTCP packets with invalid lengths.", () => counters.MalformedRtp + counters.MalformedRtcp);
        Count("relay.dtls.failed", "{handshake}", "Handshakes that failed or used another certificate than the signalled one.", () => counters.DtlsFailed + counters.FingerprintMismatches);
        Count("relay.dropped.dtls", "{datagram}", "DTLS datagrams that were malformed, forged or obsolete.", () => counters.DtlsDropped);
        Count("relay.dropped.over_limit", "{packet}", "SRTP and SRTCP of sessions that sent more than allowed.", () => counters.OverLimit);
        Count("relay.sessions.ended_over_limit", "{session}", "Sessions ended because they kept sending more than allowed.", () => counters.EndedOverLimit);
        Count("relay.held_back", "{packet}", "Packets not sent, because the terminal has not proven that it receives at the address.", () => counters.HeldBack);
        Count("relay.addresses.kept", "{datagram}", "STUN messages that claimed an address in use by another session.", () => counters.AddressesKept);
        Count("relay.links.media.received", "{packet}", "Media packets accepted from other relays.", () => links.MediaIn);
        Count("relay.links.media.sent", "{packet}", "Media packets sent to other relays, retransmissions included.", () => links.MediaOut);
        Count("relay.links.resent", "{packet}", "Packets retransmitted to other relays.", () => links.Resent);
        Count("relay.links.dropped", "{datagram}", "Link datagrams that were foreign, forged, replayed or malformed.", () =>
            links.Unknown + links.BeforeKeys + links.AuthenticationFailed + links.Replayed + links.TooOld + links.Malformed);
        Count("relay.socket.received", "{datagram}", "Datagrams received.", () => socket.Received);
        Count("relay.socket.sent", "{datagram}", "Datagrams sent.", () => socket.Sent);
        Count("relay.socket.send_calls", "{call}", "System calls that send.", () => socket.SendCalls);
        Count("relay.socket.send_dropped", "{datagram}", "Datagrams that the kernel did not accept.", () => socket.SendBufferFull + socket.SendErrors);
    }

    public void Dispose() => _meter.Dispose();

    private void Count(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableCounter(name, () => Tagged(read()), unit, description);

    private void Gauge(string name, string unit, string description, Func<double> read) =>
        _meter.CreateObservableGauge(name, () => new Measurement<double>(read(), _tag), unit, description);

    private Measurement<long> Tagged(long value) => new(value, _tag);
}
