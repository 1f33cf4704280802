/** A file that a scene brings along. */
export interface SceneFile {
  readonly name: string;
  readonly text: string;
}

const web: SceneFile = {
  name: 'web.yaml',
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 4
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.27
        ports:
        - containerPort: 80
        resources:
          requests:
            cpu: 250m
            memory: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
    targetPort: 80
`,
};

const mixed: SceneFile = {
  name: 'mixed.yaml',
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 5
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: shop
        image: nginx:1.27
        resources:
          requests:
            cpu: 800m
            memory: 1Gi
---
apiVersion: v1
kind: Pod
metadata:
  name: train
spec:
  tolerations:
  - key: gpu
    operator: Equal
    value: "true"
    effect: NoSchedule
  containers:
  - name: train
    image: busybox:1.36
    command: ["sleep", "3600"]
    resources:
      requests:
        cpu: "3"
        example.com/gpu: "1"
      limits:
        example.com/gpu: "1"
---
apiVersion: v1
kind: Pod
metadata:
  name: giant
spec:
  containers:
  - name: giant
    image: busybox:1.36
    command: ["sleep", "3600"]
    resources:
      requests:
        cpu: "16"
`,
};

const crash: SceneFile = {
  name: 'crash.yaml',
  text: `apiVersion: v1
kind: Pod
metadata:
  name: crash
spec:
  containers:
  - name: app
    image: busybox:1.36
    command: ["sh", "-c", "echo starting; sleep 2; echo giving up; exit 1"]
`,
};

const refused: SceneFile = {
  name: 'refused.yaml',
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: Web
spec:
  replicas: -1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: wbe
    spec:
      containers:
      - name: web
        image: nginx:1.27
`,
};

const tabs: SceneFile = {
  name: 'tabs.yaml',
  text: `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
\t- port: 80
`,
};

/** The files of the scenes, by what they show. */
export const sceneFiles = { web, mixed, crash, refused, tabs };
