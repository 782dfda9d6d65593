namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>A link between relays became silent or works again.</summary>
/// <param name="IsBack">False when it became silent.</param>
public sealed record LinkEvent(string RelayId, string PeerId, bool IsBack) : NodeMessage;
