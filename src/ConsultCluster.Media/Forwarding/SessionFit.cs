using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>How the codecs of a session fit those of the others now.</summary>
/// <param name="ShowsNone">Video is sent that its slots cannot decode, and none that they can.</param>
/// <param name="IsShownByNone">It offers video, and nobody who receives video here decodes any codec of it.</param>
/// <param name="Codecs">The codecs that do not fit: of the others, or else its own.</param>
public sealed record SessionFit(bool ShowsNone, bool IsShownByNone, ImmutableArray<NegotiatedCodec> Codecs)
{
    internal static SessionFit Of(Session session)
    {
        var others = session.Router.Members.Where(member => !ReferenceEquals(member, session) && !member.IsStandby).ToArray();
        var undecodable = session.Undecodable.Where(track => track.Source != TrackSource.Microphone).ToArray();
        if (undecodable.Length > 0 && !session.Slots.All.Exists(slot => slot is { Media.Kind: MediaKind.Video, Track: not null }))
        {
            return new(ShowsNone: true, IsShownByNone: false, [.. undecodable.Select(track => track.Codec)]);
        }

        // Other relays have receivers that are not known here.
        var tracks = session.Router.IsCascaded ? [] : session.Tracks.All.Where(track => track.Kind == MediaKind.Video).ToArray();
        var receivers = others.Where(member => member.Grant.MaySubscribe).SelectMany(member => member.Slots.All)
            .Where(slot => slot.Media.Kind == MediaKind.Video).ToArray();
        return tracks.Length > 0 && receivers.Length > 0 && !receivers.Any(slot => tracks.Any(track => slot.Codecs.CanReceiveAny(track.Codecs)))
            ? new(ShowsNone: false, IsShownByNone: true, [.. tracks.SelectMany(track => track.Codecs.Codecs)])
            : new(ShowsNone: false, IsShownByNone: false, []);
    }
}
