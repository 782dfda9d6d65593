using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// A selective forwarding unit without sockets, threads and clocks: datagrams and time in, datagrams and events out. One owner
/// calls it; per packet it takes no lock and allocates nothing.
/// </summary>
public sealed class RelayCore : IDisposable
{
    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(1);

    private readonly RelayShared _shared;
    private readonly SessionDirectory _sessions = new();
    private readonly Dictionary<RouterKey, Router> _routers = [];
    private readonly List<Router> _dirty = [];
    private readonly MediaReceiver _media;
    private readonly FeedbackReceiver _feedback;
    private readonly SessionUpkeep _upkeep;

    /// <summary>A core without sessions.</summary>
    /// <exception cref="ArgumentException">The options are wrong; the message names every mistake.</exception>
    public RelayCore(RelayCoreOptions options, IDtlsSessionFactory dtls, ISrtpCrypto crypto, IRandomSource random)
    {
        var mistakes = options.Validate();
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        }

        _shared = new(options, dtls, crypto, random);
        _media = new(_shared);
        _feedback = new(_shared);
        _upkeep = new(_shared);
    }

    /// <summary>What was done and dropped.</summary>
    public RelayCoreCounters Counters => _shared.Counters;

    /// <summary>Open sessions.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>When <see cref="HandleTimeout"/> next has work; null without sessions. Every other call may bring it forward.</summary>
    public MonoTime? NextTimeout => _shared.Deadlines.First?.At;

    /// <summary>
    /// Answers an offer and opens the session; for a key that is open it is a renegotiation. New ICE credentials restart ICE, a new
    /// certificate replaces the transport and everything on it.
    /// </summary>
    /// <param name="sources">What sending sections carry, by mid; one that is not named is microphone or camera.</param>
    /// <param name="candidates">Where terminals reach the relay, most preferred first.</param>
    public bool TryOpenSession(
        SessionKey key,
        RouterKey router,
        SessionGrant grant,
        string offer,
        IReadOnlyDictionary<string, TrackSource> sources,
        ImmutableArray<TransportAddress> candidates,
        MonoTime now,
        [NotNullWhen(true)] out string? answer,
        out SdpRefusal refusal)
    {
        var existing = _sessions.Find(key);
        var policy = new SdpAnswerPolicy(
            IceCredentials.Create(_shared.Random),
            [.. _shared.Dtls.LocalFingerprint],
            candidates,
            grant.MayPublish || grant.MayShareScreen,
            grant.MaySubscribe,
            (_shared.NextUInt32() & 0x3FFF_FFFF) + 1);
        if (!SdpNegotiator.TryNegotiate(offer, policy, existing?.Negotiated, out var negotiated, out refusal))
        {
            answer = null;
            return false;
        }

        answer = negotiated.Answer;
        negotiated = Keep(negotiated);
        if (existing is not null && !IsAnother(existing, router, negotiated))
        {
            Renew(existing, grant, negotiated, sources);
        }
        else
        {
            if (existing is not null)
            {
                Remove(existing);
            }

            Open(key, router, grant, negotiated, sources, existing, now);
        }

        return true;
    }

    /// <summary>Stops or resumes the forwarding of what a session publishes, whatever it sends. Unknown sessions are no error.</summary>
    public void SetMuted(SessionKey key, TrackSource source, bool muted, MonoTime now)
    {
        if (_sessions.Find(key) is { } session)
        {
            session.Tracks.SetMuted(source, muted);
            session.WakeBy(now);
        }
    }

    /// <summary>Ends a session without an event. Unknown ones are no error.</summary>
    public void CloseSession(SessionKey key, MonoTime now, IDatagramSink sink)
    {
        if (_sessions.Find(key) is { } session)
        {
            session.Transport.Close(sink);
            Remove(session);
        }
    }

    /// <summary>Ends all sessions of a group without events.</summary>
    public void CloseRouter(RouterKey key, MonoTime now, IDatagramSink sink)
    {
        if (_routers.TryGetValue(key, out var router))
        {
            foreach (var session in router.Members.ToArray())
            {
                CloseSession(session.Key, now, sink);
            }
        }
    }

    /// <summary>
    /// Takes one datagram of any kind (RFC 7983). Media is decrypted in place and waits for <see cref="Flush"/>; everything else is
    /// answered at once.
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

        if (kind == DatagramKind.Unknown)
        {
            _shared.Counters.UnknownDatagrams++;
            return;
        }

        if (_sessions.Find(from) is not { } session)
        {
            _shared.Counters.UnknownSources++;
            return;
        }

        switch (kind)
        {
            case DatagramKind.Dtls:
                var wasConnected = session.Transport.IsConnected;
                session.Transport.HandleDtls(datagram, now, sink);
                AfterTransport(session, wasConnected, now);
                break;
            case DatagramKind.Rtcp:
                _feedback.Handle(session, datagram, now, sink);
                break;
            default:
                HandleMedia(session, datagram, now, sink);
                break;
        }
    }

    /// <summary>Forwards everything that came since the last call; to be called after each batch.</summary>
    public void Flush(MonoTime now, IDatagramSink sink)
    {
        while (_dirty.Count > 0)
        {
            var router = _dirty[^1];
            _dirty.RemoveAt(_dirty.Count - 1);
            router.Flush(now, sink);
        }
    }

    /// <summary>Does what is due by now.</summary>
    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        while (_shared.Deadlines.First is { } first && first.At <= now)
        {
            // Put off first: a session whose work fails must not keep the others from theirs.
            first.Session.SleepUntil(now + RetryAfterFault);
            if (_upkeep.Run(first.Session, now, sink) is { } reason)
            {
                End(first.Session, reason);
            }
        }
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
    }

    private static bool IsAnother(Session session, RouterKey router, NegotiatedSession negotiated) =>
        session.Router.Key != router
        || session.Negotiated.Role != negotiated.Role
        || !session.Negotiated.RemoteFingerprint.AsSpan().SequenceEqual(negotiated.RemoteFingerprint.AsSpan());

    /// <summary>What a session keeps: no text, and no codec list of its own.</summary>
    private NegotiatedSession Keep(NegotiatedSession negotiated) => negotiated with
    {
        Answer = "",
        Media = [.. negotiated.Media.Select(media => media with { Codecs = _shared.Codecs.TableOf(media.Codecs).Codecs })],
    };

    private void Open(
        SessionKey key,
        RouterKey routerKey,
        SessionGrant grant,
        NegotiatedSession negotiated,
        IReadOnlyDictionary<string, TrackSource> sources,
        Session? former,
        MonoTime now)
    {
        if (!_routers.TryGetValue(routerKey, out var router))
        {
            router = new(routerKey, _shared);
            _routers.Add(routerKey, router);
        }

        var session = new Session(key, router, grant, negotiated, _shared, now);
        _sessions.Add(session);
        router.Add(session);
        if (former is not null)
        {
            session.Tracks.TakeMutedOf(former.Tracks);
        }

        session.Update(negotiated, grant, sources);
        router.Assign(renewed: session);
    }

    private void Renew(Session session, SessionGrant grant, NegotiatedSession negotiated, IReadOnlyDictionary<string, TrackSource> sources)
    {
        if (session.Negotiated.Remote != negotiated.Remote)
        {
            session.Transport.Ice.Restart(negotiated.Local, negotiated.Remote);
            _sessions.AddUserFragment(session, negotiated.Local.UserFragment);
        }

        session.Update(negotiated, grant, sources);
        session.Router.Assign(renewed: session);
    }

    private void HandleStun(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        if (!IceLiteAgent.TryReadLocalUserFragment(datagram, out var userFragment)
            || _sessions.FindByUserFragment(userFragment) is not { } session)
        {
            _shared.Counters.StunUnknownUser++;
            return;
        }

        var wasConnected = session.Transport.IsConnected;
        switch (session.Transport.HandleStun(datagram, from, now, sink))
        {
            case IceCheckResult.Answered or IceCheckResult.Selected:
                session.Liveness.HandleAuthenticated(now);
                _sessions.Bind(from, session);
                AfterTransport(session, wasConnected, now);
                break;
            default:
                _shared.Counters.StunRefused++;
                break;
        }
    }

    private void HandleMedia(Session session, Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        var router = session.Router;
        if (router.IsFull)
        {
            router.Flush(now, sink);
        }

        var wasClean = !router.HasPending;
        _media.Handle(session, datagram, now);
        if (wasClean && router.HasPending && !_dirty.Contains(router))
        {
            _dirty.Add(router);
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
            session.WakeBy(now);
        }
        else
        {
            session.WakeBy(session.Transport.NextTimeout);
        }
    }

    private void End(Session session, string reason)
    {
        Remove(session);
        _shared.Events.Enqueue(new SessionGone(session.Key, reason));
    }

    private void Remove(Session session)
    {
        _sessions.Remove(session);
        session.Router.Remove(session);
        if (session.Router.Members.Count == 0)
        {
            _routers.Remove(session.Router.Key);
        }

        session.Dispose();
    }
}
