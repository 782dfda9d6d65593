using ConsultCluster.Media.Rtcp;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class RunPaddingTests
{
    [Theory]
    [InlineData(new[] { 1000, 1001, 1000, 1001 }, new[] { 1001, 1001, 1001, 1001 })]
    [InlineData(new[] { 1000, 1000, 1001, 990 }, new[] { 1001, 1001, 1001, 990 })]
    [InlineData(new[] { 1000, 998, 400 }, new[] { 1000, 1000, 400 })]
    [InlineData(new[] { 1000, 983, 1000 }, new[] { 1000, 983, 1000 })]
    [InlineData(new[] { 400, 1000, 1001, 1000 }, new[] { 400, 1001, 1001, 1000 })]
    [InlineData(new[] { 990 }, new[] { 990 })]
    public void Flush_NearlyEqualPackets_GetOneLengthSoThatTheyMakeOneRun(int[] payloads, int[] expected)
    {
        using var stage = new Stage();
        var output = stage.Forward(payloads);
        Assert.Equal(expected, output.Select(datagram => datagram.Length - stage.Overhead));
    }

    [Fact]
    public void Flush_PaddedPackets_ReceiverReadsThePayloadThatWasSent()
    {
        using var stage = new Stage();
        foreach (var datagram in stage.Forward([900, 895, 884, 900]))
        {
            Assert.True(stage.Bob.Peer.TryReadRtp(datagram, out var payload));
            Assert.Equal(payload.Length, payload[^1] + 800);
        }
    }

    [Fact]
    public void HandleDatagram_NackOfPaddedPacketWithoutRtx_IsSentAgainByteForByte()
    {
        using var stage = new Stage();
        var first = stage.Forward([900, 895, 900])[1];
        var again = stage.Nack((ushort)((first[2] << 8) | first[3]));
        Assert.Equal(first, Assert.Single(again));
    }

    [Fact]
    public void Flush_PacketOlderThanWhatWasForwarded_IsNotPadded()
    {
        using var stage = new Stage();
        var sent = stage.Publish([900, 890, 900, 890, 900]);
        Assert.Equal(2, stage.Take(sent[0], sent[4]).Count);

        // Its number may have been requested already, and answered from the history without padding.
        var late = stage.Take(sent[1], sent[2], sent[3]);
        Assert.Equal([890, 900, 890], late.Select(datagram => datagram.Length - stage.Overhead));
    }

    private sealed class Stage : IDisposable
    {
        private readonly RelayScene _scene = new();
        private readonly PeerSeat _ann;

        public Stage()
        {
            _ann = _scene.Enter(new MediaPeerOptions { OffersRtx = false });
            Bob = _scene.Enter(new MediaPeerOptions { OffersRtx = false });
            Assert.True(_scene.Connect(_ann, Bob));
            _ann.Film();
            _scene.Network.RunFor(TimeSpan.FromSeconds(1));
            _ann.Stop(_ann.Peer.Camera!);
            _scene.Network.RunFor(TimeSpan.FromMilliseconds(20));
            Overhead = Forward([500])[0].Length - 500;
        }

        public PeerSeat Bob { get; }

        /// <summary>What header and tag add to each packet.</summary>
        public int Overhead { get; }

        public List<byte[]> Forward(int[] payloads) => Take([.. Publish(payloads)]);

        public List<byte[]> Publish(int[] payloads)
        {
            var sent = new ListSink();
            foreach (var length in payloads)
            {
                var payload = new byte[length];
                new PeerPayload(1, 1, 0, 1, IsKeyframe: false).WriteVp8(payload);
                payload[^1] = (byte)Math.Clamp(length - 800, 1, 255);
                _ann.Peer.Camera!.SendPacket(payload, marker: false, timestamp: 90_000, sent);
            }

            return [.. sent.Sent.Select(datagram => datagram.Datagram)];
        }

        public List<byte[]> Take(params byte[][] datagrams)
        {
            var output = new ListSink();
            foreach (var datagram in datagrams)
            {
                _scene.Core.HandleDatagram(datagram, _ann.Address, _scene.Now, output);
            }

            _scene.Core.Flush(_scene.Now, output);
            return [.. output.Sent.Where(datagram => datagram.To == Bob.Address).Select(datagram => datagram.Datagram)];
        }

        public List<byte[]> Nack(ushort sequence)
        {
            var buffer = new byte[64];
            var writer = new RtcpWriter(buffer);
            writer.WriteNack(1, Bob.Peer.VideoSlots.First().Ssrc, [sequence]);
            var request = new ListSink();
            Bob.Peer.SendRtcp(buffer.AsSpan(0, writer.Length), request);
            var output = new ListSink();
            _scene.Core.HandleDatagram(request.Sent[0].Datagram, Bob.Address, _scene.Now, output);
            return [.. output.Sent.Where(datagram => DatagramClassifier.Classify(datagram.Datagram) == DatagramKind.Rtp).Select(datagram => datagram.Datagram)];
        }

        public void Dispose() => _scene.Dispose();
    }
}
