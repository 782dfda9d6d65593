using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Hosting;

/// <summary>What is logged, and where: to the console, for whoever supervises the process.</summary>
internal static class ServerLogging
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(o => o.SingleLine = true);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // These write whole addresses, and a hub address may carry a token.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // Says each attempt, with two lines; RefusalLog says them once a minute.
        logging.AddFilter(typeof(TokenAuthentication).FullName, LogLevel.Warning);
        // "No XML encryptor": the key folder is the owner's alone.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Every fault is logged once, by ServerFaults.
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
    }
}
