using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>The last report about one session.</summary>
internal sealed record SessionReport(bool Sends, bool Receives, IReadOnlyList<FilledSlot> Slots, IReadOnlyList<UndecodableTrack>? Undecodable)
{
    public static SessionReport New { get; } = new(false, false, [], null);
}
