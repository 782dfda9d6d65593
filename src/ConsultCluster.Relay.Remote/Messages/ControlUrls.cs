namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>
/// URLs of all control processes of the cluster. The node joins each of them. Sent after <see cref="Joined"/> and after each change; never
/// sent by a control process without a cluster.
/// </summary>
/// <param name="Self">URL of the sender.</param>
/// <param name="Others">URLs of the others.</param>
public sealed record ControlUrls(string Self, IReadOnlyList<string> Others) : NodeMessage;
