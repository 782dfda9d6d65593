using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>Last reported state of a session on a remote relay.</summary>
internal sealed record SessionMirror(bool Sends, bool Receives, IReadOnlyList<SlotAssignment> Slots, ImmutableArray<UndecodableSource> Undecodable)
{
    public static SessionMirror New { get; } = new(false, false, [], []);
}
