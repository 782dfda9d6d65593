using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>
/// A relay core with OpenSSL's ciphers, one terminal that publishes and others that watch: all are connected, media have flowed, and the
/// camera is off again, so that the benchmark sends each further frame itself.
/// </summary>
internal sealed class FilmedScene : IDisposable
{
    /// <summary>The benchmarks send minutes of media at one moment.</summary>
    private static readonly RelayCoreOptions Unlimited = new()
    {
        MaxInboundBitrate = 10_000_000_000,
        MaxInboundPackets = 10_000_000,
        InboundBurst = TimeSpan.FromMinutes(1),
    };

    private readonly RelayScene _scene = new(options: Unlimited, crypto: OpenSslSrtpCrypto.Instance);

    public FilmedScene(MediaPeerOptions publishes, MediaPeerOptions watches, int receivers)
    {
        Publisher = _scene.Enter(publishes);
        Receivers = [.. Enumerable.Range(0, receivers).Select(_ => _scene.Enter(watches))];
        if (!_scene.Connect([Publisher, .. Receivers]))
        {
            throw new InvalidOperationException("Not everybody is connected.");
        }

        if (publishes.SendsAudio)
        {
            Publisher.Speak();
        }

        Publisher.Film();
        _scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Publisher.Stop(Publisher.Peer.Camera!);
        _scene.Network.RunFor(TimeSpan.FromMilliseconds(100));
    }

    public RelayCore Core => _scene.Core;

    public MonoTime Now => _scene.Now;

    public PeerSeat Publisher { get; }

    public IReadOnlyList<PeerSeat> Receivers { get; }

    public void Dispose() => _scene.Dispose();
}
