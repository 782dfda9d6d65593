namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The last message before either end closes the link.</summary>
/// <param name="Code">One of <see cref="NodeRefusals"/>.</param>
/// <param name="Reason">English sentence that says what the operator can do.</param>
public sealed record Refused(string Code, string Reason) : NodeMessage;
