using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// One secret of a link and its handshake: each side sends a nonce, and derives keys once its own nonce was echoed. A
/// nonce is used once, so neither a restart nor a replayed hello can bring back a used key.
/// </summary>
internal sealed class LinkGeneration : IDisposable
{
    private readonly RelayShared _shared;
    private readonly LinkSecret _secret;
    private readonly byte[] _helloSendKey;
    private readonly byte[] _helloReceiveKey;
    private ulong _pendingNonce;
    private ulong _pendingPeerNonce;
    private ulong _ownNonce;
    private ulong _peerNonce;

    public LinkGeneration(Link link, LinkSecret secret, RelayShared shared)
    {
        _shared = shared;
        _secret = secret;
        Link = link;
        KeyId = LinkKeySchedule.KeyId(secret.Bytes.AsSpan());
        _helloSendKey = LinkKeySchedule.HelloKey(secret.Bytes.AsSpan(), link.Side);
        _helloReceiveKey = LinkKeySchedule.HelloKey(secret.Bytes.AsSpan(), link.Side == LinkSide.First ? LinkSide.Second : LinkSide.First);
        _pendingNonce = shared.NextUInt64();
    }

    public Link Link { get; }

    public long Generation => _secret.Generation;

    public uint KeyId { get; }

    /// <summary>Index under which the peer sends to us.</summary>
    public uint Index { get; set; }

    /// <summary>Null until the handshake is complete.</summary>
    public LinkCipher? Cipher { get; private set; }

    /// <summary>The peer's incarnation in the handshake; 0 before.</summary>
    public ulong PeerIncarnation { get; private set; }

    /// <summary>True once something arrived under these keys, so the peer has them.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>When <see cref="IsConfirmed"/> became true.</summary>
    public MonoTime ConfirmedAt { get; private set; }

    public bool HasSecret(LinkSecret secret) => _secret.Generation == secret.Generation && _secret.Bytes.AsSpan().SequenceEqual(secret.Bytes.AsSpan());

    public bool IsAuthentic(ReadOnlySpan<byte> hello) => LinkHello.IsAuthentic(hello, _helloReceiveKey);

    /// <summary>Handles an authentic hello.</summary>
    /// <param name="answers">True when the peer needs an answer.</param>
    /// <returns>True when it completed new keys.</returns>
    public bool Handle(in LinkHello hello, out bool answers)
    {
        answers = !hello.HasKeys || hello.Echo != _ownNonce;
        if (Cipher is not null && hello.Nonce == _peerNonce)
        {
            return false;
        }
        if (hello.Echo != _pendingNonce)
        {
            _pendingPeerNonce = hello.Nonce;
            return false;
        }

        _ownNonce = _pendingNonce;
        _peerNonce = hello.Nonce;
        _pendingNonce = _shared.NextUInt64();
        _pendingPeerNonce = 0;
        PeerIncarnation = hello.Incarnation;
        IsConfirmed = false;
        answers = !hello.HasKeys;
        MakeCipher(hello.Index);
        return true;
    }

    /// <summary>Something authentic arrived under these keys.</summary>
    public void Confirm(MonoTime now)
    {
        IsConfirmed = true;
        ConfirmedAt = now;
    }

    /// <summary>Writes a hello: with keys, the nonces that they were derived from; otherwise the next ones.</summary>
    /// <param name="again">True when the peer may have lost the keys.</param>
    public void WriteHello(Span<byte> datagram, bool again)
    {
        var hello = Cipher is null || again
            ? new LinkHello(KeyId, Link.Incarnation, _pendingNonce, _pendingPeerNonce, Index, HasKeys: false)
            : new LinkHello(KeyId, Link.Incarnation, _ownNonce, _peerNonce, Index, HasKeys: true);
        hello.Write(datagram, _helloSendKey);
    }

    /// <summary>Writes the answer to a hello.</summary>
    public void WriteAnswer(Span<byte> datagram, in LinkHello to) => WriteHello(datagram, again: Cipher is null || to.Nonce != _peerNonce);

    public void Dispose() => Cipher?.Dispose();

    private void MakeCipher(uint peerIndex)
    {
        Span<byte> session = stackalloc byte[LinkKeySchedule.SessionLength];
        var (first, second) = Link.Side == LinkSide.First ? (_ownNonce, _peerNonce) : (_peerNonce, _ownNonce);
        LinkKeySchedule.DeriveSession(_secret.Bytes.AsSpan(), first, second, session);
        Cipher?.Dispose();
        Cipher = new(Link.Side, session, peerIndex, _shared.Crypto);
    }
}
