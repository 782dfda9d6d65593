using System.Collections.Immutable;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Cascade;

/// <summary>The transport of one link: secrets, handshakes, keys, and the peer's validated address.</summary>
internal sealed class LinkTransport(Link link, RelayShared shared) : IDisposable
{
    /// <summary>
    /// How long a previous secret is accepted after the new one is confirmed: by then datagrams in flight have arrived
    /// and the peer has switched.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>After this time without an answer, hellos are sent less often.</summary>
    private static readonly TimeSpan FastRetryPeriod = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Silence after which hellos are sent. Shorter silences are lost heartbeats, and a restarted peer sends hellos by
    /// itself.
    /// </summary>
    private static readonly TimeSpan HelloAfterSilence = TimeSpan.FromMilliseconds(600);

    private static readonly TimeSpan SlowHelloInterval = TimeSpan.FromSeconds(1);

    /// <summary>Minimum interval between answers to hellos, which limits what a replayed hello can trigger.</summary>
    private static readonly TimeSpan AnswerInterval = TimeSpan.FromMilliseconds(10);

    private readonly List<LinkGeneration> _generations = [];
    private LinkGeneration? _sending;
    private MonoTime _lastAnswer;
    private MonoTime? _hellosSince;
    private MonoTime _lastHello;

    public List<LinkGeneration> Generations => _generations;

    /// <summary>Source of the newest authentic datagram; null before the first.</summary>
    public TransportAddress? Address { get; private set; }

    /// <summary>The peer's possible addresses, from the control plane.</summary>
    public ImmutableArray<TransportAddress> Candidates { get; set; } = [];

    /// <summary>Incarnation of the peer's end that the tracks belong to; 0 before the first handshake.</summary>
    public ulong PeerIncarnation { get; private set; }

    public bool CanSend => _sending is not null && Address is not null;

    /// <summary>Generation of the secret in use; before that, of the newest one.</summary>
    public long Generation => (_sending ?? _generations[^1]).Generation;

    public void Add(LinkGeneration generation)
    {
        _generations.Add(generation);
        _hellosSince = null;
    }

    /// <summary>Removes the oldest secret that is not in use.</summary>
    public LinkGeneration RemoveOldestUnused()
    {
        var index = ReferenceEquals(_generations[0], _sending) ? 1 : 0;
        var taken = _generations[index];
        _generations.RemoveAt(index);
        taken.Dispose();
        return taken;
    }

    /// <summary>
    /// Reserves a datagram for a message of that length after <see cref="LinkCipher.HeaderLength"/>; empty when nothing
    /// can be sent.
    /// </summary>
    public Span<byte> Reserve(int maxMessage, IDatagramSink sink) =>
        _sending is not null && Address is { } to ? sink.Reserve(to, maxMessage + LinkCipher.Expansion) : default;

    /// <summary>Seals and sends the message in the reserved datagram.</summary>
    public void Commit(Span<byte> datagram, int messageLength, IDatagramSink sink) => Commit(_sending!, datagram, messageLength, sink);

    /// <summary>Sends the same message under every key that the peer may use, so each key gets confirmed.</summary>
    public void SendUnderAll(ReadOnlySpan<byte> message, IDatagramSink sink)
    {
        foreach (var generation in _generations)
        {
            if (IsUsable(generation) && Address is { } to)
            {
                var datagram = sink.Reserve(to, message.Length + LinkCipher.Expansion);
                message.CopyTo(datagram[LinkCipher.HeaderLength..]);
                Commit(generation, datagram, message.Length, sink);
            }
        }
    }

    /// <summary>Handles an authentic hello; true when it completed keys.</summary>
    /// <param name="isNewPeer">True when the peer's end was replaced.</param>
    public bool HandleHello(
        LinkGeneration generation, in LinkHello hello, in TransportAddress from, MonoTime now, IDatagramSink sink, out bool isNewPeer)
    {
        var madeKeys = generation.Handle(hello, out var answers);
        isNewPeer = madeKeys && PeerIncarnation != generation.PeerIncarnation;
        if (madeKeys)
        {
            shared.LinkCounters.Handshakes++;
            PeerIncarnation = generation.PeerIncarnation;
            Address = from;
            ChooseSending();
        }

        if (answers && (madeKeys || now - _lastAnswer >= AnswerInterval))
        {
            _lastAnswer = now;
            generation.WriteAnswer(sink.Reserve(from, LinkHello.Length), hello);
            sink.Commit(LinkHello.Length);
        }

        return madeKeys;
    }

    /// <summary>Decrypts a datagram in place; false when it must be dropped, which is counted.</summary>
    public bool TryOpen(LinkGeneration generation, Span<byte> datagram, in TransportAddress from, MonoTime now, out Span<byte> message)
    {
        message = default;
        if (!IsUsable(generation))
        {
            shared.LinkCounters.BeforeKeys++;
            return false;
        }

        if (generation.Cipher!.TryOpen(datagram, out message, out var isNewest) is var result and not SrtpResult.Ok)
        {
            Count(result);
            return false;
        }

        if (isNewest && Address != from)
        {
            Address = from;
        }

        if (!generation.IsConfirmed)
        {
            generation.Confirm(now);
            ChooseSending();
        }

        return true;
    }

    /// <summary>Sends hellos when keys are missing or the peer is silent, and removes expired secrets.</summary>
    /// <param name="removed">Generations that the caller must forget.</param>
    public void HandleTimeout(MonoTime now, IDatagramSink sink, List<LinkGeneration> removed)
    {
        Expire(now, removed);
        var needsNewKeys = link.Meter.Status == LinkStatus.Connecting || link.Meter.IsLost(now, HelloAfterSilence);
        if (!needsNewKeys && _generations[^1].Cipher is not null)
        {
            _hellosSince = null;
            return;
        }

        _hellosSince ??= now;
        if (now - _hellosSince >= FastRetryPeriod && now - _lastHello < SlowHelloInterval)
        {
            return;
        }

        _lastHello = now;
        foreach (var generation in _generations)
        {
            if (generation.Cipher is null || needsNewKeys)
            {
                SendHello(generation, everywhere: needsNewKeys, sink);
            }
        }
    }

    public void Dispose()
    {
        foreach (var generation in _generations)
        {
            generation.Dispose();
        }
    }

    private void SendHello(LinkGeneration generation, bool everywhere, IDatagramSink sink)
    {
        if (Address is { } known)
        {
            SendHello(generation, known, sink);
        }

        foreach (var candidate in Candidates)
        {
            if (everywhere && candidate != Address)
            {
                SendHello(generation, candidate, sink);
            }
        }
    }

    private static void SendHello(LinkGeneration generation, in TransportAddress to, IDatagramSink sink)
    {
        generation.WriteHello(sink.Reserve(to, LinkHello.Length), again: generation.IsConfirmed);
        sink.Commit(LinkHello.Length);
    }

    private void Commit(LinkGeneration generation, Span<byte> datagram, int messageLength, IDatagramSink sink)
    {
        sink.Commit(generation.Cipher!.Seal(datagram, messageLength));
        link.Meter.PacketsOut++;
        shared.LinkCounters.DatagramsOut++;
    }

    private bool IsUsable(LinkGeneration generation) => generation.Cipher is not null && generation.PeerIncarnation == PeerIncarnation;

    /// <summary>The newest confirmed secret; before that, the newest with keys.</summary>
    private void ChooseSending() =>
        _sending = _generations.FindLast(generation => IsUsable(generation) && generation.IsConfirmed) ?? _generations.FindLast(IsUsable);

    private void Expire(MonoTime now, List<LinkGeneration> removed)
    {
        var newest = _generations.FindLast(generation => IsUsable(generation) && generation.IsConfirmed);
        if (newest is null || now - newest.ConfirmedAt < Grace || ReferenceEquals(_generations[0], newest))
        {
            return;
        }

        while (!ReferenceEquals(_generations[0], newest))
        {
            removed.Add(_generations[0]);
            _generations[0].Dispose();
            _generations.RemoveAt(0);
        }
    }

    private void Count(SrtpResult result)
    {
        switch (result)
        {
            case SrtpResult.Replayed:
                shared.LinkCounters.Replayed++;
                break;
            case SrtpResult.TooOld:
                shared.LinkCounters.TooOld++;
                break;
            default:
                shared.LinkCounters.AuthenticationFailed++;
                break;
        }
    }
}
