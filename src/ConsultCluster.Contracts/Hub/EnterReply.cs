namespace ConsultCluster.Contracts.Hub;

/// <summary>The seat.</summary>
/// <param name="Messages">Chat so far, oldest first.</param>
public sealed record EnterReply(string TerminalId, bool Resumed, GroupDto Group, ChatMessageDto[] Messages);
