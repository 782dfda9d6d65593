using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>What reads messages of other relays, and the relay as a whole.</summary>
internal static class LinkTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("link-packets", 120, Packets),
        new("link-control", 120, Control),
        new("relay", 30, new RelayTarget().Run),
    ];

    private static int Packets(byte[] input)
    {
        var isPacket = LinkPacket.TryRead(input, out var packet);
        Check.That(!isPacket || packet.Payload.Length + packet.Descriptor.Length <= input.Length - LinkPacket.HeaderLength, "A packet lies outside its message.");
        var items = new LinkNackItems(input);
        var nacks = 0;
        while (items.TryRead(out _, out _, out _))
        {
            nacks++;
        }

        return HashCode.Combine(isPacket, packet.Descriptor.Length, packet.IsRepeated, Math.Min(nacks, 20), LinkHello.TryRead(input, out var hello), hello.HasKeys);
    }

    private static int Control(byte[] input)
    {
        var reader = new ControlReader(input);
        var type = reader.Byte();
        switch (type)
        {
            case TrackAnnouncement.Type when TrackAnnouncement.TryRead(ref reader, out var announcement):
                var length = announcement!.ToMessage().Length;
                Check.That(length is > 0 and <= LinkChannel.MaxMessage, "An announcement that was read cannot be written.");
                return HashCode.Combine(type, announcement.Codecs.Length, announcement.Source);
            default:
                _ = reader.UInt32();
                _ = reader.UInt64();
                return HashCode.Combine(type, reader.Text().Length, reader.IsWhole);
        }
    }

    /// <summary>A core with two terminals; datagrams come from them and from strangers.</summary>
    private sealed class RelayTarget
    {
        private readonly RelayScene _scene = new(seed: 23);
        private readonly PeerSeat[] _seats;
        private int _next;

        public RelayTarget()
        {
            _seats = [_scene.Enter(), _scene.Enter()];
            Check.That(_scene.Connect(_seats), "The terminals do not connect.");
        }

        public int Run(byte[] input)
        {
            var counters = _scene.Core.Counters;
            var before = (counters.MalformedRtp, counters.MalformedRtcp, counters.AuthenticationFailed, counters.StunRefused, counters.StunUnknownUser, counters.UnknownDatagrams, counters.UnknownSources);

            // The scene's DTLS believes any alert of a terminal.
            var from = ++_next % 3 is var seat && seat < 2 && input is not [21, ..] ? _seats[seat].Address : RelayScene.AddressOf(99);
            var sink = _scene.Network.SinkOf(_scene.Relay);
            _scene.Core.HandleDatagram(input, from, _scene.Now, sink);
            _scene.Core.Flush(_scene.Now, sink);
            if (_next % 1000 == 0)
            {
                _scene.Network.RunFor(TimeSpan.FromSeconds(1));
                Check.That(_scene.Core.SessionCount == 2, "A stranger's datagram ended a session.");
            }

            return HashCode.Combine(
                counters.MalformedRtp - before.MalformedRtp,
                counters.MalformedRtcp - before.MalformedRtcp,
                counters.AuthenticationFailed - before.AuthenticationFailed,
                counters.StunRefused - before.StunRefused,
                counters.StunUnknownUser - before.StunUnknownUser,
                counters.UnknownDatagrams - before.UnknownDatagrams,
                counters.UnknownSources - before.UnknownSources,
                input.Length > 0 ? DatagramClassifier.Classify(input) : default);
        }
    }
}
