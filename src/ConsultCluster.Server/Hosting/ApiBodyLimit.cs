using Microsoft.AspNetCore.Http.Metadata;

namespace ConsultCluster.Server.Hosting;

/// <summary>JSON bodies are small: 64 KiB holds every form with its longest texts.</summary>
internal sealed class ApiBodyLimit : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 64 * 1024;
}
