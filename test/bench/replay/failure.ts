import { type Position } from '../../../src/dead-letters/position.js';

/** The headers that Connect 3.6.1 with Apicurio's converter adds to a record whose key names a schema that is missing. */
export function contextHeaders(connector: string, { topic, partition, offset }: Position): Record<string, string> {
  const headers = {
    topic,
    partition: String(partition),
    offset: String(offset),
    'connector.name': connector,
    'task.id': '0',
    stage: 'KEY_CONVERTER',
    'class.name': 'io.apicurio.registry.utils.converter.AvroConverter',
    'exception.class.name': 'io.apicurio.registry.rest.client.exception.ContentNotFoundException',
    'exception.message': "No content with id/hash 'contentId-65535' was found.",
    'exception.stacktrace': trace,
  };
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [`__connect.errors.${name}`, text]));
}

const frames = `
io.apicurio.registry.rest.client.exception.ExceptionMapper.map(ExceptionMapper.java:67)
io.apicurio.registry.rest.client.impl.ErrorHandler.handleErrorResponse(ErrorHandler.java:64)
io.apicurio.rest.client.handler.BodyHandler.lambda$toSupplierOfType$1(BodyHandler.java:55)
io.apicurio.rest.client.JdkHttpClient.sendRequest(JdkHttpClient.java:204)
io.apicurio.registry.rest.client.impl.RegistryClientImpl.getContentById(RegistryClientImpl.java:367)
io.apicurio.registry.resolver.DefaultSchemaResolver.lambda$resolveSchemaByContentId$1(DefaultSchemaResolver.java:199)
io.apicurio.registry.resolver.ERCache.lambda$getValue$0(ERCache.java:201)
io.apicurio.registry.resolver.ERCache.retry(ERCache.java:254)
io.apicurio.registry.resolver.ERCache.getValue(ERCache.java:200)
io.apicurio.registry.resolver.ERCache.getByContentId(ERCache.java:180)
io.apicurio.registry.resolver.DefaultSchemaResolver.resolveSchemaByContentId(DefaultSchemaResolver.java:196)
io.apicurio.registry.resolver.DefaultSchemaResolver.resolveSchemaByArtifactReference(DefaultSchemaResolver.java:173)
io.apicurio.registry.serde.AbstractKafkaDeserializer.resolve(AbstractKafkaDeserializer.java:147)
io.apicurio.registry.serde.AbstractKafkaDeserializer.deserialize(AbstractKafkaDeserializer.java:104)
io.apicurio.registry.serde.AbstractKafkaDeserializer.deserialize(AbstractKafkaDeserializer.java:126)
io.apicurio.registry.utils.converter.SerdeBasedConverter.toConnectData(SerdeBasedConverter.java:144)
org.apache.kafka.connect.runtime.WorkerSinkTask.lambda$convertAndTransformRecord$3(WorkerSinkTask.java:533)
org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndRetry(RetryWithToleranceOperator.java:180)
org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndHandleError(RetryWithToleranceOperator.java:214)
org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execute(RetryWithToleranceOperator.java:156)
org.apache.kafka.connect.runtime.WorkerSinkTask.convertAndTransformRecord(WorkerSinkTask.java:533)
org.apache.kafka.connect.runtime.WorkerSinkTask.convertMessages(WorkerSinkTask.java:513)
org.apache.kafka.connect.runtime.WorkerSinkTask.poll(WorkerSinkTask.java:349)
org.apache.kafka.connect.runtime.WorkerSinkTask.iteration(WorkerSinkTask.java:250)
org.apache.kafka.connect.runtime.WorkerSinkTask.execute(WorkerSinkTask.java:219)
org.apache.kafka.connect.runtime.WorkerTask.doRun(WorkerTask.java:204)
org.apache.kafka.connect.runtime.WorkerTask.run(WorkerTask.java:259)
org.apache.kafka.connect.runtime.isolation.Plugins.lambda$withClassLoader$1(Plugins.java:236)
java.base/java.util.concurrent.Executors$RunnableAdapter.call(Executors.java:539)
java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)
java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)
java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:635)
java.base/java.lang.Thread.run(Thread.java:840)`;

const trace = `io.apicurio.registry.rest.client.exception.ContentNotFoundException: No content with id/hash 'contentId-65535' was found.${frames.replaceAll('\n', '\n\tat ')}\n`;
