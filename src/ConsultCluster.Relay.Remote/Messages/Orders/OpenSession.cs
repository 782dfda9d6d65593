namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Hold this terminal's transport; gives a <see cref="SessionAnswer"/>.</summary>
/// <param name="Permissions">Words such as <c>publish</c>.</param>
/// <param name="Muted">Sources that are not forwarded: <c>microphone</c>, <c>camera</c>, <c>screen</c>.</param>
/// <param name="Sdp">The terminal's description.</param>
/// <param name="IsStandby">The session is a standby.</param>
/// <param name="Generation">Numbers the terminal's sessions within the epoch; 0 when they are not numbered.</param>
/// <param name="Sources">What each of its sending sections carries, by mid.</param>
public sealed record OpenSession(
    string GroupId,
    long Epoch,
    string TerminalId,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<string> Muted,
    string Sdp,
    IReadOnlyDictionary<string, string> Sources,
    bool IsStandby,
    long Generation = 0) : RelayOrder;
