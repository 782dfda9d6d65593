namespace ConsultCluster.Server.Hosting;

/// <summary>The engine, its stores and its relays: the one place that may choose between engines.</summary>
internal static class EngineChoice
{
    public static void Add(IServiceCollection services, ServerOptions options, string data)
    {
    }
}
