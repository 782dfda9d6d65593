using System.Buffers.Binary;
using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Fuzz;

/// <summary>The other end of a link that knows the secret and says whatever it is told to.</summary>
internal sealed class RawLinkPeer : INetworkNode, IDisposable
{
    private const ulong Nonce = 4711;
    private const uint Index = 5;

    private readonly CascadeScene _scene;
    private readonly RelayScene _relay;
    private readonly byte[] _secret;
    private LinkCipher? _cipher;

    public RawLinkPeer(CascadeScene scene, int relay)
    {
        _scene = scene;
        _relay = scene.Relays[relay];
        _secret = [.. CascadeScene.Secret(51)];
        scene.Network.Move(scene.Relays[1].Relay, RelayScene.AddressOf(2000));
        scene.Network.Attach(scene.Relays[1].Address, this);
    }

    public bool IsConnected => _cipher is not null;

    /// <summary>How far the relay has taken our stream of control messages.</summary>
    public uint Acknowledged { get; private set; }

    public MonoTime? NextTimeout => null;

    public void HandleDatagram(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        if (LinkHello.TryRead(datagram, out var hello))
        {
            HandleHello(hello, sink);
        }
        else if (_cipher is not null && _cipher.TryOpen(datagram, out var message, out _) == SrtpResult.Ok
            && LinkMessage.TypeOf(message) == LinkMessage.Acknowledgement)
        {
            Acknowledged = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        }
    }

    public void Send(ReadOnlySpan<byte> message)
    {
        Span<byte> datagram = new byte[message.Length + LinkCipher.Expansion];
        message.CopyTo(datagram[LinkCipher.HeaderLength..]);
        _cipher!.Seal(datagram, message.Length);
        _relay.Core.HandleDatagram(datagram, _scene.Relays[1].Address, _scene.Network.Now, _scene.Network.SinkOf(_relay.Relay));
    }

    public void Flush(MonoTime now, IDatagramSink sink)
    {
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
    }

    public void Dispose() => _cipher?.Dispose();

    private void HandleHello(in LinkHello hello, IDatagramSink sink)
    {
        if (_cipher is not null)
        {
            return;
        }

        var answer = new LinkHello(hello.KeyId, 1, Nonce, hello.Nonce, Index, HasKeys: hello.HasKeys);
        answer.Write(sink.Reserve(_relay.Address, LinkHello.Length), LinkKeySchedule.HelloKey(_secret, LinkSide.Second));
        sink.Commit(LinkHello.Length);
        if (hello.Echo == Nonce)
        {
            Span<byte> session = stackalloc byte[LinkKeySchedule.SessionLength];
            LinkKeySchedule.DeriveSession(_secret, hello.Nonce, Nonce, session);
            _cipher = new(LinkSide.Second, session, hello.Index, FrameworkSrtpCrypto.Instance);
        }
    }
}
