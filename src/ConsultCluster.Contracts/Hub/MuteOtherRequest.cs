namespace ConsultCluster.Contracts.Hub;

/// <summary>Mutes another terminal.</summary>
/// <param name="Muted">Sources to add to what is muted.</param>
public sealed record MuteOtherRequest(string TerminalId, string[] Muted);
