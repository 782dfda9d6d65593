using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Fuzz;

public sealed class RelayCoreFuzzTests
{
    [Fact]
    public void HandleDatagram_RandomAndDamagedDatagramsFromEverywhere_NeverThrowsAndTheCallGoesOn()
    {
        using var scene = new RelayScene(seed: 23);
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        var random = new Random(24);
        var caught = new List<byte[]>();
        scene.Network.Filter = (_, to, datagram) =>
        {
            if (to == RelayScene.RelayAddress && caught.Count < 500)
            {
                caught.Add([.. datagram]);
            }

            return true;
        };
        ann.Speak();
        ann.Film();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(3));
        scene.Network.Filter = null;
        for (var i = 0; i < 30_000; i++)
        {
            var from = (i % 3) switch { 0 => ann.Address, 1 => bob.Address, _ => RelayScene.AddressOf(99) };
            Send(scene, from, i % 2 == 0 ? Noise(random) : Damaged(random, caught));
        }

        var before = bob.Peer.AudioSlots.First().Received;
        scene.Network.RunFor(TimeSpan.FromSeconds(3));

        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
        Assert.InRange(bob.Peer.AudioSlots.First().Received - before, 140, 155);
    }

    private static void Send(RelayScene scene, in TransportAddress from, byte[] datagram)
    {
        scene.Core.HandleDatagram(datagram, from, scene.Now, scene.Network.SinkOf(scene.Relay));
        scene.Core.Flush(scene.Now, scene.Network.SinkOf(scene.Relay));
    }

    private static byte[] Noise(Random random)
    {
        var datagram = new byte[random.Next(200)];
        random.NextBytes(datagram);
        if (datagram.Length > 1)
        {
            datagram[0] = random.Next(4) switch { 0 => 0, 1 => (byte)random.Next(23, 64), _ => (byte)random.Next(128, 192) };
        }

        return datagram;
    }

    private static byte[] Damaged(Random random, List<byte[]> caught)
    {
        var datagram = caught[random.Next(caught.Count)].ToArray();
        datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(4) == 0 ? datagram[..random.Next(datagram.Length)] : datagram;
    }
}
