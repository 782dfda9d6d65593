using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Opens sessions by answering offers, renegotiates and ends them.</summary>
internal sealed class SessionOpening(SessionDirectory sessions, Routers routers, RelayShared shared)
{
    /// <inheritdoc cref="RelayCore.TryOpenSession"/>
    public bool TryOpen(
        SessionKey key,
        RouterKey router,
        SessionGrant grant,
        string offer,
        IReadOnlyDictionary<string, TrackSource> sources,
        ImmutableArray<TransportAddress> candidates,
        MonoTime now,
        [NotNullWhen(true)] out string? answer,
        out SdpRefusal refusal,
        string name,
        bool isStandby)
    {
        var existing = sessions.Find(key);
        var policy = new SdpAnswerPolicy(
            IceCredentials.Create(shared.Random),
            [.. shared.Dtls.LocalFingerprint],
            candidates,
            grant.MayPublish || grant.MayShareScreen,
            grant.MaySubscribe,
            (shared.NextUInt32() & 0x3FFF_FFFF) + 1);
        if (!SdpNegotiator.TryNegotiate(offer, policy, existing?.Negotiated, out var negotiated, out refusal))
        {
            answer = null;
            return false;
        }

        answer = negotiated.Answer;
        negotiated = Keep(negotiated);
        if (existing is not null && !IsReplaced(existing, router, negotiated))
        {
            Renew(existing, grant, negotiated, sources, isStandby, now);
        }
        else
        {
            if (existing is not null)
            {
                Remove(existing);
            }

            var session = new Session(key, name, routers.GetOrAdd(router), grant, negotiated, shared, now);
            Open(session, grant, negotiated, sources, existing, isStandby, now);
        }

        return true;
    }

    public void Remove(Session session)
    {
        sessions.Remove(session);
        session.Router.Remove(session);
        routers.Release(session.Router);
        session.Dispose();
    }

    private static bool IsReplaced(Session session, RouterKey router, NegotiatedSession negotiated) =>
        session.Router.Key != router
        || session.Negotiated.Role != negotiated.Role
        || !session.Negotiated.RemoteFingerprint.AsSpan().SequenceEqual(negotiated.RemoteFingerprint.AsSpan());

    /// <summary>The part that a session keeps: without the answer's text, and with shared codec lists.</summary>
    private NegotiatedSession Keep(NegotiatedSession negotiated) => negotiated with
    {
        Answer = "",
        Media = [.. negotiated.Media.Select(media => media with { Codecs = shared.Codecs.TableOf(media.Codecs).Codecs })],
    };

    private void Open(
        Session session,
        SessionGrant grant,
        NegotiatedSession negotiated,
        IReadOnlyDictionary<string, TrackSource> sources,
        Session? former,
        bool isStandby,
        MonoTime now)
    {
        session.SetStandby(isStandby);
        sessions.Add(session);
        session.Router.Add(session);
        if (former is not null)
        {
            session.Tracks.TakeMutedOf(former.Tracks, now);
        }

        session.Update(negotiated, grant, sources, now);
        session.Router.Assign(renewed: session);
    }

    private void Renew(
        Session session,
        SessionGrant grant,
        NegotiatedSession negotiated,
        IReadOnlyDictionary<string, TrackSource> sources,
        bool isStandby,
        MonoTime now)
    {
        if (session.Negotiated.Remote != negotiated.Remote)
        {
            session.Transport.Ice.Restart(negotiated.Local, negotiated.Remote);
            sessions.AddUserFragment(session, negotiated.Local.UserFragment);
        }

        session.Update(negotiated, grant, sources, now);
        session.SetStandby(isStandby);
        session.Router.Assign(renewed: session);
    }
}
