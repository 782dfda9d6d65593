namespace ConsultCluster.Server.Whip;

/// <summary>A new session and the relay's answer to its offer.</summary>
internal sealed record OpenedMedia(MediaResource Resource, string AnswerSdp);
