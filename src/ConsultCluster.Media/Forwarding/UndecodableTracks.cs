using System.Collections.Immutable;
using ConsultCluster.Media.Cascade;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Finds the tracks that a receiver does not get because it cannot decode them.</summary>
internal static class UndecodableTracks
{
    /// <summary>
    /// Live tracks of others that no slot of the receiver decodes. A terminal without slots of a track's kind does not
    /// want it, and a full one is to be given it later: neither counts.
    /// </summary>
    public static ImmutableArray<UndecodableTrack> Of(Session receiver, List<Session> members, List<RemotePublisher> remotes)
    {
        if (!receiver.Grant.MaySubscribe || receiver.IsStandby)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<UndecodableTrack>();
        foreach (var publisher in members)
        {
            if (!ReferenceEquals(publisher, receiver))
            {
                foreach (var track in publisher.Tracks.All)
                {
                    Add(found, receiver, track);
                }
            }
        }

        foreach (var publisher in remotes)
        {
            if (publisher.IsShown && (publisher.Name.Length == 0 || !string.Equals(publisher.Name, receiver.Name, StringComparison.Ordinal)))
            {
                foreach (var remote in publisher.Tracks)
                {
                    Add(found, receiver, remote.Track!);
                }
            }
        }

        return found.DrainToImmutable();
    }

    private static void Add(ImmutableArray<UndecodableTrack>.Builder found, Session receiver, Track track)
    {
        if (!track.IsLive)
        {
            return;
        }

        var isWanted = false;
        foreach (var slot in receiver.Slots.All)
        {
            if (slot.CanReceive(track))
            {
                return;
            }

            isWanted |= slot.Media.Kind == track.Kind;
        }

        if (isWanted)
        {
            found.Add(new(track.Publisher.Session, track.Publisher.Session is null ? track.Publisher.Name : null, track.Source, track.Codec));
        }
    }
}
