using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// A selective forwarding unit without sockets, threads and clocks: datagrams and time in, datagrams and events out.
/// One owner thread; no locks and no allocation per packet.
/// </summary>
public sealed class RelayCore : IDisposable
{
    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(1);

    private readonly RelayShared _shared;
    private readonly SessionDirectory _sessions = new();
    private readonly Routers _routers;
    private readonly SessionOpening _opening;
    private readonly MediaReceiver _media;
    private readonly FeedbackReceiver _feedback;
    private readonly SessionUpkeep _upkeep;

    /// <summary>Creates a core without sessions.</summary>
    /// <exception cref="ArgumentException">The options are invalid; the message lists every mistake.</exception>
    public RelayCore(RelayCoreOptions options, IDtlsSessionFactory dtls, ISrtpCrypto crypto, IRandomSource random)
    {
        var mistakes = options.Validate();
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        }

        _shared = new(options, dtls, crypto, random);
        Probes = new(random);
        _routers = new(_shared);
        _opening = new(_sessions, _routers, _shared);
        Cascade = new(_routers, _shared);
        _media = new(_shared);
        _feedback = new(_shared);
        _upkeep = new(_shared);
    }

    /// <summary>Counters.</summary>
    public RelayCoreCounters Counters => _shared.Counters;

    /// <summary>Links to other relays, and the groups on them.</summary>
    public RelayCascade Cascade { get; }

    /// <summary>
    /// Tickets for terminals that measure their round trip. The host calls <see cref="ProbeTickets.HandleTimeout"/>.
    /// </summary>
    public ProbeTickets Probes { get; }

    /// <summary>Open sessions.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>
    /// When <see cref="HandleTimeout"/> next has work; null without sessions and links. Every other call may make it
    /// earlier.
    /// </summary>
    public MonoTime? NextTimeout => (_shared.Deadlines.First?.At, Cascade.NextTimeout) switch
    {
        ({ } session, { } link) => session < link ? session : link,
        var (session, link) => session ?? link,
    };

    /// <summary>
    /// Answers an offer and opens the session, or renegotiates an open one. New ICE credentials restart ICE; a new
    /// certificate replaces the transport and everything on it.
    /// </summary>
    /// <param name="sources">Sources of sending sections, by mid; the default is microphone or camera.</param>
    /// <param name="candidates">The relay's addresses for terminals, most preferred first.</param>
    /// <param name="name">The host's name for the terminal; announced to other relays.</param>
    /// <param name="isStandby">
    /// Opens a standby session: it is in no slots and its own slots stay empty until it is activated or the terminal
    /// sends media on it.
    /// </param>
    public bool TryOpenSession(
        SessionKey key,
        RouterKey router,
        SessionGrant grant,
        string offer,
        IReadOnlyDictionary<string, TrackSource> sources,
        ImmutableArray<TransportAddress> candidates,
        MonoTime now,
        [NotNullWhen(true)] out string? answer,
        out SdpRefusal refusal,
        string name = "",
        bool isStandby = false) =>
        _opening.TryOpen(key, router, grant, offer, sources, candidates, now, out answer, out refusal, name, isStandby);

    /// <summary>Activates a standby session; raises the state of an active one again. False when unknown.</summary>
    public bool TryActivateSession(SessionKey key, MonoTime now)
    {
        if (_sessions.Find(key) is not { } session)
        {
            return false;
        }

        if (session.IsStandby)
        {
            session.Activate(now);
        }
        else
        {
            RaiseState(key);
        }

        return true;
    }

    /// <summary>Raises a session's current state for new observers. An unknown session is not an error.</summary>
    public void RaiseState(SessionKey key)
    {
        if (_sessions.Find(key) is { IsStandby: false } session)
        {
            session.Liveness.RaiseState();
            _shared.Events.Enqueue(new SlotsChanged(key, session.Slots.ToFills(), session.Undecodable));
        }
    }

    /// <summary>How the codecs of an open session fit those of the others; null when unknown.</summary>
    public SessionFit? FitOf(SessionKey key) => _sessions.Find(key) is { } session ? SessionFit.Of(session) : null;

    /// <summary>True while a session is a standby; false when unknown.</summary>
    public bool IsStandby(SessionKey key) => _sessions.Find(key) is { IsStandby: true };

    /// <summary>
    /// Stops or resumes forwarding of a session's source. A muted screen also leaves all slots: its share has ended. An unknown
    /// session is not an error.
    /// </summary>
    public void SetMuted(SessionKey key, TrackSource source, bool muted, MonoTime now)
    {
        if (_sessions.Find(key) is { } session)
        {
            if (session.Tracks.SetMuted(source, muted, now))
            {
                session.Router.Assign();
            }

            session.WakeBy(now);
        }
    }

    /// <summary>Ends a session without an event. An unknown session is not an error.</summary>
    public void CloseSession(SessionKey key, MonoTime now, IDatagramSink sink)
    {
        if (_sessions.Find(key) is { } session)
        {
            session.Transport.Close(sink);
            _opening.Remove(session);
        }
    }

    /// <summary>Ends all sessions of a group without events, and its cascade.</summary>
    public void CloseRouter(RouterKey key, MonoTime now, IDatagramSink sink)
    {
        if (_routers.TryFind(key, out var router))
        {
            Cascade.ClearGroup(key);
            foreach (var session in router.Members.ToArray())
            {
                CloseSession(session.Key, now, sink);
            }
        }
    }

    /// <summary>
    /// Handles one datagram of any kind (RFC 7983). Media is decrypted in place and queued until <see cref="Flush"/>;
    /// everything else is handled at once.
    /// </summary>
    public void HandleDatagram(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        _shared.Counters.DatagramsIn++;
        var kind = DatagramClassifier.Classify(datagram);
        if (kind == DatagramKind.Stun)
        {
            HandleStun(datagram, from, now, sink);
            return;
        }

        if (kind == DatagramKind.Link)
        {
            Cascade.HandleDatagram(datagram, from, now, sink);
            return;
        }

        if (kind == DatagramKind.Unknown)
        {
            _shared.Counters.UnknownDatagrams++;
            return;
        }

        if (_sessions.Find(from) is not { } binding)
        {
            _shared.Counters.UnknownSources++;
            return;
        }

        var session = binding.Session;
        session.Transport.HandleReceived(datagram.Length, from);
        if (kind == DatagramKind.Dtls ? HandleDtls(session, datagram, from, now, sink) : HandleMedia(session, kind, datagram, now, sink))
        {
            binding.HandleAuthentic(now);
        }
    }

    /// <summary>Forwards all media queued since the last call; call it after each batch.</summary>
    public void Flush(MonoTime now, IDatagramSink sink)
    {
        var dirty = _shared.Dirty;
        while (dirty.Count > 0)
        {
            var router = dirty[^1];
            dirty.RemoveAt(dirty.Count - 1);
            router.HandleTaken();
            router.Flush(now, sink);
        }
    }

    /// <summary>Does the work that is due.</summary>
    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        while (_shared.Deadlines.First is { } first && first.At <= now)
        {
            // Postpone first: a session whose work fails must not block the others.
            first.Owner.SleepUntil(now + RetryAfterFault);
            if (_upkeep.Run(first.Owner, now, sink) is { } reason)
            {
                End(first.Owner, reason);
            }
        }

        Cascade.HandleTimeout(now, sink);
    }

    /// <summary>The next event, oldest first; false when there is none.</summary>
    public bool TryTakeEvent([NotNullWhen(true)] out RelayCoreEvent? relayEvent) => _shared.Events.TryDequeue(out relayEvent);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.All)
        {
            session.Dispose();
        }

        Cascade.Dispose();
    }

    private void HandleStun(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        if (FindSession(datagram, out var isAnswer) is not { } session)
        {
            if (Probes.TryAnswer(datagram, from, sink))
            {
                _shared.Counters.ProbesAnswered++;
            }
            else
            {
                _shared.Counters.StunUnknownUser++;
            }

            return;
        }

        var wasConnected = session.Transport.IsConnected;
        var owner = _sessions.Find(from);
        var isFree = owner is null || ReferenceEquals(owner.Session, session);
        if (!isFree && owner!.IsProtected(now))
        {
            _shared.Counters.AddressesKept++;
            return;
        }

        switch (session.Transport.HandleStun(datagram, from, isFree, now, sink))
        {
            case IceCheckResult.Proven:
                _shared.Counters.PathsProven++;
                session.Liveness.HandleProof(now);
                session.WakeBy(now);
                _sessions.Bind(from, session).HandleProof(now);
                break;
            case IceCheckResult.Selected:
                _sessions.Bind(from, session);
                break;
            case IceCheckResult.Answered:
                break;
            case IceCheckResult.Unproven:
                _shared.Counters.ChecksUnproven++;
                if (isFree && !wasConnected)
                {
                    // The handshake may come from there before our check is answered; nothing is sent there.
                    _sessions.Bind(from, session);
                }

                break;
            default:
                _shared.Counters.StunRefused++;
                return;
        }

        AfterTransport(session, wasConnected, now);
    }

    private Session? FindSession(ReadOnlySpan<byte> stun, out bool isAnswer)
    {
        isAnswer = IceLiteAgent.TryReadSession(stun, out var number);
        return isAnswer ? _sessions.FindByNumber(number)
            : IceLiteAgent.TryReadLocalUserFragment(stun, out var userFragment) ? _sessions.FindByUserFragment(userFragment)
            : null;
    }

    private bool HandleDtls(Session session, ReadOnlySpan<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        var wasConnected = session.Transport.IsConnected;
        var isTaken = session.Transport.HandleDtls(datagram, from, now, sink);
        AfterTransport(session, wasConnected, now);
        return isTaken;
    }

    /// <summary>SRTP and SRTCP; true when authentic.</summary>
    private bool HandleMedia(Session session, DatagramKind kind, Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        if (session.Inbound.IsExceeded(_shared.Inbound, now))
        {
            HandleExcess(session, now);
            return false;
        }

        if (kind == DatagramKind.Rtcp)
        {
            return _feedback.Handle(session, datagram, now, sink);
        }

        var router = session.Router;
        if (router.IsFull)
        {
            router.Flush(now, sink);
        }

        return _media.Handle(session, datagram, now);
    }

    private void HandleExcess(Session session, MonoTime now)
    {
        _shared.Counters.OverLimit++;
        if (session.Inbound.HandleDropped(_shared.Inbound, now))
        {
            _shared.Counters.EndedOverLimit++;
            End(session, SessionGone.OverLimit);
        }
    }

    private void AfterTransport(Session session, bool wasConnected, MonoTime now)
    {
        if (session.Transport.Failure is { } failure)
        {
            End(session, failure);
        }
        else if (session.Transport.IsConnected && !wasConnected)
        {
            session.Liveness.HandleProof(now);
            session.WakeBy(now);
        }
        else
        {
            session.WakeBy(session.Transport.NextTimeout);
        }
    }

    private void End(Session session, string reason)
    {
        _opening.Remove(session);
        _shared.Events.Enqueue(new SessionGone(session.Key, reason));
    }
}
