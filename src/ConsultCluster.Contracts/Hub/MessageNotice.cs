namespace ConsultCluster.Contracts.Hub;

/// <summary>A chat message was recorded.</summary>
public sealed record MessageNotice(long Sequence, ChatMessageDto Message);
