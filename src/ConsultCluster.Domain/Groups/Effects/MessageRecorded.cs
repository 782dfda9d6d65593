namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Write a chat message.</summary>
public sealed record MessageRecorded(ChatMessage Message) : GroupEffect;
