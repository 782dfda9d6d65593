namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The node has started or stopped draining, or is empty.</summary>
/// <param name="IsEmpty">True when it drains and holds no sessions.</param>
public sealed record DrainState(bool IsDraining, bool IsEmpty) : NodeMessage;
