namespace ConsultCluster.Deployment.Tests.Scenes;

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed record ToolResult(int Code, string Output, string Errors);
